'use client';

import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { startJob } from '#api/job-commands.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Age } from '#components/figures.tsx';
import type { Job } from '#data/api-types.ts';
import { useCommand } from '#live/use-command.ts';

/** Asks where the state comes from. */
export function StartDialog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const latest = job.latestCheckpoint;
  const [from, setFrom] = useState<'latest' | 'empty'>(latest === null ? 'empty' : 'latest');
  const command = useCommand({ label: `Start: ${job.name}`, send: () => startJob(job.id, from), onDone: onClose });
  return (
    <ConfirmDialog
      title={`Start: ${job.name}`}
      confirmLabel={startLabel(job, from)}
      keepLabel="Not now"
      tone={from === 'empty' && latest !== null ? 'destructive' : 'safe'}
      isBusy={command.isPending}
      onConfirm={() => command.mutate(undefined)}
      onClose={onClose}
    >
      {job.currentRun === null ? (
        'It has never run, so it begins with empty state.'
      ) : (
        <Radio.Group
          value={from}
          onChange={(value) => setFrom(value === 'empty' ? 'empty' : 'latest')}
          label="Where its state comes from"
        >
          <Stack gap="sm" mt="xs">
            <Radio
              value="latest"
              disabled={latest === null}
              label={
                latest === null
                  ? 'Its latest snapshot: there is none'
                  : `Its latest snapshot: ${latest.kind === 'SAVEPOINT' ? 'savepoint' : 'checkpoint'} ${latest.id}`
              }
              description={
                latest === null ? undefined : (
                  <>
                    Taken <Age value={latest.triggerTimestamp} />. It goes on where that snapshot stands.
                  </>
                )
              }
            />
            <Radio
              value="empty"
              label="Nothing"
              description="Sources begin at their start and every count at zero. The snapshots stay."
            />
          </Stack>
        </Radio.Group>
      )}
    </ConfirmDialog>
  );
}

function startLabel(job: Job, from: 'latest' | 'empty'): string {
  if (job.currentRun === null) return 'Start';
  return from === 'latest' ? 'Start from the snapshot' : 'Start empty';
}
