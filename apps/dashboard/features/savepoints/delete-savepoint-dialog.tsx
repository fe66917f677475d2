'use client';

import { deleteSavepoint } from '#api/savepoint-commands.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import type { Savepoint } from '#data/api-types.ts';
import { formatBytes } from '#data/format.ts';
import { useCommand } from '#live/use-command.ts';

export function DeleteSavepointDialog({
  savepoint,
  onClose,
}: {
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  const label = savepoint.name === '' ? `savepoint ${savepoint.checkpointId}` : savepoint.name;
  const command = useCommand({ label: `Delete ${label}`, send: () => deleteSavepoint(savepoint.id), onDone: onClose });
  return (
    <ConfirmDialog
      title={`Delete ${label}`}
      confirmLabel="Delete for good"
      keepLabel="Keep it"
      tone="destructive"
      typed={savepoint.name === '' ? String(savepoint.checkpointId) : savepoint.name}
      isBusy={command.isPending}
      onConfirm={() => command.mutate(undefined)}
      onClose={onClose}
    >
      Its files ({formatBytes(savepoint.stateSize)}) are deleted, and nothing can be restored from it any more. The job
      itself is not touched.
    </ConfirmDialog>
  );
}
