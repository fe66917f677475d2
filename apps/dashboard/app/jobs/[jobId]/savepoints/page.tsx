import { Prefetched } from '#api/prefetched.tsx';
import { jobSavepointsQuery } from '#api/savepoint-queries.ts';
import { JobSavepointsView } from '#features/savepoints/job-savepoints-view.tsx';

export default async function JobSavepointsPage({ params }: { readonly params: Promise<{ readonly jobId: string }> }) {
  const { jobId } = await params;
  return (
    <Prefetched queries={(client) => [client.prefetchInfiniteQuery(jobSavepointsQuery(jobId))]}>
      <JobSavepointsView />
    </Prefetched>
  );
}
