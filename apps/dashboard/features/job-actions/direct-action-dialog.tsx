'use client';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { performAction } from '#api/job-commands.ts';
import type { Job } from '#data/api-types.ts';
import { actionLook, type DirectAction } from '#data/job-actions.ts';
import { useCommand } from '#live/use-command.ts';

export function DirectActionDialog(props: {
  readonly job: Job;
  readonly action: DirectAction;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}) {
  const { job, action, onClose } = props;
  const look = actionLook(action);
  const command = useCommand({
    label: `${look.label}: ${job.name}`,
    send: () => performAction(job.id, action),
    onDone: () => {
      onClose();
      if (action === 'delete') props.onDeleted?.();
    },
  });
  return (
    <ConfirmDialog
      title={`${look.label}: ${job.name}`}
      confirmLabel={look.confirmLabel}
      keepLabel={look.keepLabel}
      tone={look.isDestructive ? 'destructive' : 'safe'}
      typed={action === 'delete' ? job.name : undefined}
      isBusy={command.isPending}
      onConfirm={() => command.mutate(undefined)}
      onClose={onClose}
    >
      {look.consequence(job)}
    </ConfirmDialog>
  );
}
