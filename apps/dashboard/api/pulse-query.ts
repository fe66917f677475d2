import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client.ts';
import { NoAnswer } from './fetch-within.ts';

const pulseMs = 3_000;
const answerWithinMs = 4_000;

/** Asks for a few rows of the database, again and again: what is shown is of now as long as that is answered. */
export const pulseQuery = () =>
  queryOptions({
    queryKey: ['pulse'],
    queryFn: async ({ signal }) => {
      const limit = AbortSignal.timeout(answerWithinMs);
      try {
        return await unwrap(api.GET('/api/v1/workers', { signal: AbortSignal.any([signal, limit]) }));
      } catch (error) {
        if (!limit.aborted) throw error;
        throw new NoAnswer(`There was no answer within ${answerWithinMs / 1_000} s.`, { cause: error });
      }
    },
    refetchInterval: pulseMs,
    retry: false,
    staleTime: 0,
  });
