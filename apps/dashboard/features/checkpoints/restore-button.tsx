'use client';

import { IconRestore } from '@tabler/icons-react';
import { ExplainedButton } from '#components/explained-button.tsx';
import type { Checkpoint, Job } from '#data/api-types.ts';
import { restoreRefusal } from '#data/checkpoint-status.ts';

/** Absent for checkpoints that never completed: there is nothing to restore. */
export function RestoreButton(props: {
  readonly checkpoint: Checkpoint;
  readonly refusedByJob: Job['actions']['restore'];
  readonly onRestore: () => void;
}) {
  const { checkpoint, refusedByJob, onRestore } = props;
  if (checkpoint.status !== 'COMPLETED') return null;
  return (
    <ExplainedButton
      size="compact-xs"
      variant="default"
      leftSection={<IconRestore size={13} />}
      aria-label={`Restore checkpoint ${checkpoint.id}`}
      refusal={restoreRefusal(checkpoint, refusedByJob)}
      onClick={onRestore}
    >
      Restore
    </ExplainedButton>
  );
}
