'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { readOutput } from '#api/output-page.ts';
import type { OutputRow } from '#data/api-types.ts';
import { usePollInterval } from '#live/live-provider.tsx';
import { appendToTail } from '#data/output-tail.ts';

export interface OutputTail {
  readonly rows: readonly OutputRow[];
  /** Where the next page begins; undefined while there has been no row. */
  readonly cursor: string | undefined;
}

const pollMs = 1_000;

/** The tail of the print sinks; while it follows, new rows are asked for each second from where the last answer ended. */
export function useOutputTail(jobId: string, mode: 'following' | 'paused') {
  const queryClient = useQueryClient();
  const poll = usePollInterval(pollMs);
  const queryKey = ['output', jobId] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<OutputTail> => {
      const before = queryClient.getQueryData<OutputTail>(queryKey);
      const page = await readOutput(jobId, before?.cursor, signal);
      return { rows: appendToTail(before?.rows ?? [], page.items), cursor: page.nextCursor ?? before?.cursor };
    },
    enabled: (query) => mode === 'following' || query.state.data === undefined,
    refetchInterval: mode === 'following' && poll,
  });
}
