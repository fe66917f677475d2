import type { Metadata } from 'next';
import { jobsQuery } from '#api/job-queries.ts';
import { overviewQuery } from '#api/overview-query.ts';
import { Prefetched } from '#api/prefetched.tsx';
import { jobFilter, type RawSearchParams } from '#data/search-params.ts';
import { JobsView } from '#features/jobs/jobs-view.tsx';

export const metadata: Metadata = { title: 'Jobs' };

export default async function JobsPage({ searchParams }: { readonly searchParams: Promise<RawSearchParams> }) {
  const filter = jobFilter(await searchParams);
  return (
    <Prefetched
      queries={(client) => [client.prefetchInfiniteQuery(jobsQuery(filter)), client.prefetchQuery(overviewQuery())]}
    >
      <JobsView filter={filter} />
    </Prefetched>
  );
}
