'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { Job } from '#data/api-types.ts';
import { refusal } from '#data/job-actions.ts';
import { isActive } from '#data/job-state.ts';
import type { MenuAction } from '#features/job-actions/job-action-menu.tsx';

/** The likeliest action: stop what runs, start what does not. Its tooltip gives the reason when it is not possible. */
export function QuickAction({ job, onChoose }: { readonly job: Job; readonly onChoose: (action: MenuAction) => void }) {
  const action = isActive(job.state) ? 'stop' : 'start';
  const reason = refusal(job, action);
  const label = action === 'stop' ? 'Stop with savepoint' : 'Start';
  const Icon = action === 'stop' ? IconPlayerStop : IconPlayerPlay;
  return (
    <Tooltip label={reason ?? label}>
      <ActionIcon
        aria-label={`${label}: ${job.name}`}
        aria-disabled={reason !== undefined}
        data-disabled={reason !== undefined || undefined}
        onClick={() => {
          if (reason === undefined) onChoose(action);
        }}
      >
        <Icon size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
