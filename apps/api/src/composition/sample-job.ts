import { createJob, type JobsContext } from '@weir/jobs';
import { jobExamples } from '@weir/job-spec';

/** Gives an installation in which nothing has ever happened the word count to look at. Once deleted, it does not come back. */
export async function createSampleJob(context: JobsContext): Promise<void> {
  const example = jobExamples.find(({ id }) => id === 'word-count');
  if (example === undefined || (await context.store.read(({ events }) => events.head())) > 0) return;
  const { value } = await createJob(context, {
    spec: example.spec,
    start: 'NOW',
    idempotency: { key: 'sample-job', digest: example.id },
  });
  context.logger.log('info', 'The sample job runs.', { jobId: value.job.id, name: value.job.name });
}
