import type { JobId } from '@weir/kernel';
import type { OutputQuery, OutputRecord } from '@weir/persistence';
import { requireJob } from './get-job.ts';
import type { JobsContext } from '../jobs-context.ts';

/** Rows of the print sinks, oldest first. */
export async function readOutput(
  { store }: JobsContext,
  jobId: JobId,
  query: OutputQuery,
): Promise<readonly OutputRecord[]> {
  return store.read(async (repositories) => {
    await requireJob(repositories, jobId);
    return repositories.output.read(jobId, query);
  });
}
