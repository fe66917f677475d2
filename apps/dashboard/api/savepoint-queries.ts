import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { firstPage, nextPage } from './paging.ts';

export const allSavepointsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['savepoints'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/savepoints', { signal, params: { query: { limit: 50, cursor: pageParam } } })),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
  });

export const jobSavepointsQuery = (jobId: string) =>
  infiniteQueryOptions({
    queryKey: ['savepoints', jobId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/jobs/{jobId}/savepoints', {
          signal,
          params: { path: { jobId }, query: { limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
  });
