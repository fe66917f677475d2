import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { JobState } from '#data/api-types.ts';
import { api, unwrap } from './client.ts';
import { firstPage, nextPage } from './paging.ts';

export interface JobFilter {
  readonly state?: JobState;
  readonly name?: string;
}

export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/jobs', { signal, params: { query: { limit: 50, cursor: pageParam, ...filter } } })),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  });

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'detail'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/jobs/{jobId}', { signal, params: { path: { jobId } } })),
  });

export const graphQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'graph'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/jobs/{jobId}/graph', { signal, params: { path: { jobId } } })),
  });

export const runsQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'runs'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{jobId}/runs', { signal, params: { path: { jobId }, query: { limit: 20 } } })),
  });

export const exceptionsQuery = (jobId: string) =>
  infiniteQueryOptions({
    queryKey: ['job', jobId, 'exceptions'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/jobs/{jobId}/exceptions', {
          signal,
          params: { path: { jobId }, query: { limit: 200, cursor: pageParam } },
        }),
      ),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
  });

export const versionsQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'versions'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{jobId}/versions', { signal, params: { path: { jobId }, query: { limit: 50 } } })),
  });

/** A version never changes once stored. */
export const versionQuery = (jobId: string, number: number) =>
  queryOptions({
    queryKey: ['job-version', jobId, number],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{jobId}/versions/{number}', { signal, params: { path: { jobId, number } } })),
    staleTime: Infinity,
  });
