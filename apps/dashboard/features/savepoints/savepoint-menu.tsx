'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { ExplainedMenuItem } from '#components/explained-menu-item.tsx';
import type { SavepointAction } from './savepoint-action-dialog.tsx';

export function SavepointMenu(props: {
  readonly label: string;
  readonly isPinned: boolean;
  readonly onChoose: (action: SavepointAction) => void;
}) {
  const { label, isPinned, onChoose } = props;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions of ${label}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onChoose('rename')}>
          Rename or annotate
        </Menu.Item>
        <Menu.Item
          leftSection={isPinned ? <IconPinnedOff size={15} /> : <IconPin size={15} />}
          onClick={() => onChoose(isPinned ? 'unpin' : 'pin')}
        >
          {isPinned ? 'Unpin' : 'Pin, so that it cannot be deleted'}
        </Menu.Item>
        <ExplainedMenuItem
          icon={<IconTrash size={15} />}
          refusal={isPinned ? 'It is pinned: unpin it first.' : undefined}
          tone="destructive"
          onChoose={() => onChoose('delete')}
        >
          Delete
        </ExplainedMenuItem>
      </Menu.Dropdown>
    </Menu>
  );
}
