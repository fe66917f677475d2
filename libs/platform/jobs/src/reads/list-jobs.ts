import type { JobFilter, Page, PageRequest } from '@weir/persistence';
import { viewJobs, type JobView } from './job-view.ts';
import type { JobsContext } from '../jobs-context.ts';

/** Jobs, newest first. */
export async function listJobs(
  { store, clock }: JobsContext,
  page: PageRequest,
  filter: JobFilter,
): Promise<Page<JobView>> {
  return store.readShared(`jobs ${JSON.stringify({ page, filter })}`, async (repositories) => {
    const jobs = await repositories.jobs.list(page, filter);
    return { items: await viewJobs(repositories, jobs.items, clock.now()), next: jobs.next };
  });
}
