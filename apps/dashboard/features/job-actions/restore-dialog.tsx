'use client';

import { Checkbox, List, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { restoreJob } from '#api/job-commands.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import type { Job } from '#data/api-types.ts';
import { restoreConsequences, restoreTargetLabel, type RestoreTarget } from '#data/restore-consequence.ts';
import { useCommand } from '#live/use-command.ts';

export function RestoreDialog(props: {
  readonly job: Job;
  readonly target: RestoreTarget;
  readonly onClose: () => void;
}) {
  const { job, target, onClose } = props;
  const [parallelism, setParallelism] = useState<number | undefined>(undefined);
  const [allowNonRestoredState, setAllow] = useState(false);
  const what = restoreTargetLabel(target);
  const command = useCommand({
    label: `Restore ${what}: ${job.name}`,
    send: () => restoreJob(job.id, { snapshotId: target.snapshotId, parallelism, allowNonRestoredState }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      title={`Restore ${job.name} from ${what}`}
      confirmLabel="Restore"
      keepLabel="Leave it as it is"
      tone="destructive"
      isBusy={command.isPending}
      onConfirm={() => command.mutate(undefined)}
      onClose={onClose}
    >
      <Stack gap="md">
        <List size="sm" spacing={4}>
          {restoreConsequences(job, target).map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
        <NumberInput
          label="Parallelism of the new run"
          description="Keyed state is dealt out anew by key group. Empty keeps that of the spec."
          placeholder="As in the spec"
          min={1}
          max={128}
          allowDecimal={false}
          value={parallelism ?? ''}
          onChange={(value) => setParallelism(typeof value === 'number' ? value : undefined)}
        />
        <Checkbox
          label="Drop state of operators that the job no longer has"
          description="Without this, a restore that would lose state is refused."
          checked={allowNonRestoredState}
          onChange={(event) => setAllow(event.currentTarget.checked)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
