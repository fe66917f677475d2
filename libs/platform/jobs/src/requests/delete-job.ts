import type { JobId } from '@weir/kernel';
import { carryOutRemovals } from '../runs/carry-out-removals.ts';
import { requireAllowed } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { jobNotFound } from '../jobs-error.ts';

/**
 * Deletes a job that has ended, with its history and its checkpoints' files; savepoints stay. Files that cannot be deleted now are on
 * record until they are gone.
 */
export async function deleteJob(context: JobsContext, jobId: JobId): Promise<void> {
  const { store, clock } = context;
  await store.write(async (repositories) => {
    const job = await repositories.jobs.lock(jobId);
    if (job === null) throw jobNotFound(jobId);
    requireAllowed(job, 'delete');
    const kept = await repositories.checkpoints.keptPaths(jobId);
    const roots = await repositories.jobs.storagePaths(jobId);
    await repositories.removals.add(
      [
        ...kept.map((path) => ({ jobId, kind: 'SNAPSHOT' as const, path })),
        ...roots.map((root) => ({ jobId, kind: 'JOB' as const, path: root ?? '' })),
      ],
      clock.now(),
    );
    await repositories.jobs.delete(jobId);
    await repositories.events.append([
      { type: 'job.deleted', timestamp: clock.now(), jobId, runId: null, data: { name: job.name } },
    ]);
  });
  await carryOutRemovals(context, jobId);
}
