import { checkpointsQuery, checkpointSummaryQuery } from '#api/checkpoint-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { historyFilter, historyQueryOf, type RawSearchParams } from '#data/search-params.ts';
import { CheckpointsView } from '#features/checkpoints/checkpoints-view.tsx';

interface Props {
  readonly params: Promise<{ readonly jobId: string }>;
  readonly searchParams: Promise<RawSearchParams>;
}

export default async function CheckpointsPage({ params, searchParams }: Props) {
  const { jobId } = await params;
  const show = historyFilter(await searchParams);
  return (
    <Prefetched
      queries={(client) => [
        client.prefetchInfiniteQuery(checkpointsQuery(jobId, historyQueryOf(show))),
        client.prefetchQuery(checkpointSummaryQuery(jobId)),
      ]}
    >
      <CheckpointsView show={show} />
    </Prefetched>
  );
}
