import { graphQuery, runsQuery } from '#api/job-queries.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { graphView, type RawSearchParams } from '#data/search-params.ts';
import { OverviewView } from '#features/overview/overview-view.tsx';

interface Props {
  readonly params: Promise<{ readonly jobId: string }>;
  readonly searchParams: Promise<RawSearchParams>;
}

export default async function OverviewPage({ params, searchParams }: Props) {
  const { jobId } = await params;
  const view = graphView(await searchParams);
  return (
    <Prefetched queries={(client) => [client.prefetchQuery(graphQuery(jobId)), client.prefetchQuery(runsQuery(jobId))]}>
      <OverviewView view={view} />
    </Prefetched>
  );
}
