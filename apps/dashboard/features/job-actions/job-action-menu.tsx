'use client';

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconSquareX,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { ExplainedMenuItem } from '#components/explained-menu-item.tsx';
import type { Job } from '#data/api-types.ts';
import { actionLook, directActions, refusal, type DirectAction } from '#data/job-actions.ts';

export type MenuAction = 'start' | DirectAction;

const icons: Readonly<Record<MenuAction, TablerIcon>> = {
  start: IconPlayerPlay,
  stop: IconPlayerStop,
  cancel: IconSquareX,
  restart: IconRefresh,
  delete: IconTrash,
};

/** Every action of a job. One that is not possible stays in the menu with its reason. */
export function JobActionMenu({
  job,
  onChoose,
}: {
  readonly job: Job;
  readonly onChoose: (action: MenuAction) => void;
}) {
  return (
    <Menu position="bottom-end" width={290}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions of ${job.name}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['start', ...directActions] as const).map((action) => (
          <ActionItem key={action} job={job} action={action} onChoose={onChoose} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ActionItem(props: {
  readonly job: Job;
  readonly action: MenuAction;
  readonly onChoose: (action: MenuAction) => void;
}) {
  const { job, action, onChoose } = props;
  const Icon = icons[action];
  const isDestructive = action !== 'start' && actionLook(action).isDestructive;
  return (
    <ExplainedMenuItem
      icon={<Icon size={15} stroke={1.7} />}
      refusal={refusal(job, action)}
      tone={isDestructive ? 'destructive' : 'plain'}
      onChoose={() => onChoose(action)}
    >
      {action === 'start' ? 'Start' : actionLook(action).label}
    </ExplainedMenuItem>
  );
}
