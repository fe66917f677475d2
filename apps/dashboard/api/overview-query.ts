import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';

/** Counts over the whole installation. Its key begins with `jobs`, so that every event about a job renews it. */
export const overviewQuery = () =>
  queryOptions({
    queryKey: ['jobs', 'overview'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/overview', { signal })),
  });
