'use client';

import { changeSavepoint } from '#api/savepoint-commands.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import type { Savepoint } from '#data/api-types.ts';
import { useCommand } from '#live/use-command.ts';

export function PinSavepointDialog({
  savepoint,
  onClose,
}: {
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  const verb = savepoint.pinned ? 'Unpin' : 'Pin';
  const command = useCommand({
    label: `${verb} ${savepoint.name}`,
    send: async () => {
      await changeSavepoint(savepoint.id, { pinned: !savepoint.pinned });
    },
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      title={`${verb} ${savepoint.name}`}
      confirmLabel={verb}
      keepLabel="Leave it as it is"
      tone="safe"
      isBusy={command.isPending}
      onConfirm={() => command.mutate(undefined)}
      onClose={onClose}
    >
      {savepoint.pinned
        ? 'It can then be deleted again.'
        : 'A pinned savepoint cannot be deleted until it is unpinned.'}
    </ConfirmDialog>
  );
}
