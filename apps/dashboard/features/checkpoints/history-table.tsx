'use client';

import { useState } from 'react';
import tableStyles from '#components/data-table.module.css';
import type { Checkpoint } from '#data/api-types.ts';
import { useJob } from '#features/job/use-job.tsx';
import { RestoreDialog } from '#features/job-actions/restore-dialog.tsx';
import { HistoryRow } from './history-row.tsx';

export function HistoryTable({ checkpoints }: { readonly checkpoints: readonly Checkpoint[] }) {
  const job = useJob();
  const [restoring, setRestoring] = useState<Checkpoint>();
  return (
    <>
      <table className={tableStyles.table}>
        <caption className="visually-hidden">Checkpoints, newest first</caption>
        <thead>
          <tr>
            <th scope="col" className={tableStyles.tight}>
              <span className="visually-hidden">Details</span>
            </th>
            <th scope="col">Id</th>
            <th scope="col">Status</th>
            <th scope="col">Kind</th>
            <th scope="col">Trigger</th>
            <th scope="col" className={tableStyles.num}>
              Triggered
            </th>
            <th scope="col" className={tableStyles.num}>
              Duration
            </th>
            <th scope="col" className={tableStyles.num}>
              Checkpointed
            </th>
            <th scope="col" className={tableStyles.num}>
              Full size
            </th>
            <th scope="col" className={tableStyles.num}>
              Acknowledged
            </th>
            <th scope="col">Failure</th>
            <th scope="col" className={tableStyles.tight}>
              <span className="visually-hidden">Restore</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map((checkpoint) => (
            <HistoryRow key={checkpoint.id} checkpoint={checkpoint} onRestore={() => setRestoring(checkpoint)} />
          ))}
        </tbody>
      </table>
      {restoring === undefined ? null : (
        <RestoreDialog
          job={job}
          target={{
            snapshotId: restoring.snapshotId,
            checkpointId: restoring.id,
            isSavepoint: restoring.kind === 'SAVEPOINT',
          }}
          onClose={() => setRestoring(undefined)}
        />
      )}
    </>
  );
}
