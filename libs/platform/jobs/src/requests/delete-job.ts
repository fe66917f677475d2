import { messageOf, type JobId } from '@weir/kernel';
import { requireAllowed } from './change-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { jobNotFound } from '../jobs-error.ts';

/**
 * Deletes a job that has ended, with its history and its checkpoints' files; savepoints stay. Files that cannot be deleted now are
 * logged and left: the job is gone all the same.
 */
export async function deleteJob(context: JobsContext, jobId: JobId): Promise<void> {
  const paths = await context.store.write(async (repositories) => {
    const job = await repositories.jobs.lock(jobId);
    if (job === null) throw jobNotFound(jobId);
    requireAllowed(job, 'delete');
    const kept = await repositories.checkpoints.keptPaths(jobId);
    await repositories.jobs.delete(jobId);
    await repositories.events.append([
      { type: 'job.deleted', timestamp: context.clock.now(), jobId, runId: null, data: { name: job.name } },
    ]);
    return kept;
  });
  for (const path of paths) {
    await context.target.deleteSnapshot(path).catch((error: unknown) => {
      context.logger.log('warn', 'The files of a deleted job could not be removed.', {
        jobId,
        path,
        error: messageOf(error),
      });
    });
  }
}
