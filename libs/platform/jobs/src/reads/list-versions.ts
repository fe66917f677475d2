import type { JobId } from '@weir/kernel';
import type { JobVersion, Page, PageRequest } from '@weir/persistence';
import { requireJob } from './get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

/** Versions of a spec, newest first. */
export async function listVersions({ store }: JobsContext, jobId: JobId, page: PageRequest): Promise<Page<JobVersion>> {
  return store.read(async (repositories) => {
    await requireJob(repositories, jobId);
    return repositories.jobs.listVersions(jobId, page);
  });
}

export async function getVersion({ store }: JobsContext, jobId: JobId, number: number): Promise<JobVersion> {
  return store.read(async (repositories) => {
    await requireJob(repositories, jobId);
    const version = number > 2_147_483_647 ? null : await repositories.jobs.findVersion(jobId, number);
    if (version === null) throw new JobsError('JOB_VERSION_NOT_FOUND', `Job ${jobId} has no version ${number}.`);
    return version;
  });
}
