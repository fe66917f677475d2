'use client';

import { useQuery } from '@tanstack/react-query';
import { jobQuery } from '#api/job-queries.ts';
import { Dialog } from '#components/dialog.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import type { Job, Savepoint } from '#data/api-types.ts';
import { refusal } from '#data/job-actions.ts';
import { RestoreDialog } from '#features/job-actions/restore-dialog.tsx';

/** Restores a savepoint into its own job, as that job is at this moment. */
export function RestoreSavepointDialog({
  savepoint,
  onClose,
}: {
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  const query = useQuery(jobQuery(savepoint.jobId));
  const { data: job } = query;
  if (job !== undefined && refusal(job, 'restore') === undefined)
    return <ReadyDialog job={job} savepoint={savepoint} onClose={onClose} />;
  return (
    <Dialog onClose={onClose} title={`Restore ${savepoint.jobName}`}>
      <QueryRegion query={query}>{(loaded) => refusal(loaded, 'restore')}</QueryRegion>
    </Dialog>
  );
}

function ReadyDialog({
  job,
  savepoint,
  onClose,
}: {
  readonly job: Job;
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  return (
    <RestoreDialog
      job={job}
      target={{
        snapshotId: savepoint.id,
        checkpointId: savepoint.checkpointId,
        isSavepoint: true,
        name: savepoint.name,
      }}
      onClose={onClose}
    />
  );
}
