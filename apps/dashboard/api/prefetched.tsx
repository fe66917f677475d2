import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createQueryClient } from './query-client.ts';

/**
 * Server side: runs the queries of a page, so that its first paint has data.
 * A query that fails is left to the page, which shows the error and tries again.
 */
export async function Prefetched(props: {
  readonly queries: (client: QueryClient) => readonly Promise<unknown>[];
  readonly children: ReactNode;
}) {
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  await Promise.allSettled(props.queries(client));
  return <HydrationBoundary state={dehydrate(client)}>{props.children}</HydrationBoundary>;
}
