import { exceptionsQuery } from '#api/job-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { ExceptionsView } from '#features/exceptions/exceptions-view.tsx';

export default async function ExceptionsPage({ params }: { readonly params: Promise<{ readonly jobId: string }> }) {
  const { jobId } = await params;
  return (
    <Prefetched queries={(client) => [client.prefetchInfiniteQuery(exceptionsQuery(jobId))]}>
      <ExceptionsView />
    </Prefetched>
  );
}
