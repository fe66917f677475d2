import type { Metadata } from 'next';
import { Prefetched } from '#api/prefetched.tsx';
import { allSavepointsQuery } from '#api/savepoint-queries.ts';
import { AllSavepointsView } from '#features/savepoints/all-savepoints-view.tsx';

export const metadata: Metadata = { title: 'Savepoints' };
export const dynamic = 'force-dynamic';

export default function SavepointsPage() {
  return (
    <Prefetched queries={(client) => [client.prefetchInfiniteQuery(allSavepointsQuery())]}>
      <AllSavepointsView />
    </Prefetched>
  );
}
