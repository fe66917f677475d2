import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

/** Events make queries stale at once; the ages here only bound what a lost event can cost. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 4_000,
        retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 2,
        retryDelay: 800,
        refetchOnWindowFocus: true,
        // Offline, a request fails at once and says so; held back until the network returns it would say nothing.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
