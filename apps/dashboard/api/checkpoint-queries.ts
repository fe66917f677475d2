import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { CheckpointStatus } from '#data/api-types.ts';
import { api, unwrap } from './client.ts';
import { firstPage, nextPage } from './paging.ts';

export interface CheckpointFilter {
  readonly status?: CheckpointStatus;
  readonly kind?: 'CHECKPOINT' | 'SAVEPOINT';
}

export const checkpointsQuery = (jobId: string, filter: CheckpointFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['job', jobId, 'checkpoints', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/jobs/{jobId}/checkpoints', {
          signal,
          params: { path: { jobId }, query: { limit: 60, cursor: pageParam, ...filter } },
        }),
      ),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
  });

export const checkpointQuery = (jobId: string, checkpointId: number) =>
  queryOptions({
    queryKey: ['job', jobId, 'checkpoint', checkpointId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/jobs/{jobId}/checkpoints/{checkpointId}', {
          signal,
          params: { path: { jobId, checkpointId } },
        }),
      ),
  });

export const checkpointSummaryQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'checkpoint-summary'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{jobId}/checkpoints/summary', { signal, params: { path: { jobId } } })),
  });

export const checkpointConfigQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId, 'checkpoint-config'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{jobId}/checkpoints/config', { signal, params: { path: { jobId } } })),
  });
