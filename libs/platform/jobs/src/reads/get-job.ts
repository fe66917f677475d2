import type { JobId } from '@weir/kernel';
import type { Job, Repositories } from '@weir/persistence';
import { viewJob, type JobView } from './job-view.ts';
import type { JobsContext } from '../jobs-context.ts';
import { jobNotFound } from '../jobs-error.ts';

export async function getJob({ store, clock }: JobsContext, jobId: JobId): Promise<JobView> {
  return store.readConsistently(async (repositories) =>
    viewJob(repositories, await requireJob(repositories, jobId), clock.now()),
  );
}

/** The job, or `JOB_NOT_FOUND`. */
export async function requireJob(repositories: Repositories, jobId: JobId): Promise<Job> {
  const job = await repositories.jobs.find(jobId);
  if (job === null) throw jobNotFound(jobId);
  return job;
}
