import type { OutputRow } from '#data/api-types.ts';
import { api, unwrap } from './client.ts';

export interface OutputPage {
  readonly items: readonly OutputRow[];
  readonly nextCursor: string | null;
}

/** Rows after `cursor`, or the newest ones without it. */
export function readOutput(jobId: string, cursor: string | undefined, signal: AbortSignal): Promise<OutputPage> {
  return unwrap(
    api.GET('/api/v1/jobs/{jobId}/output', { signal, params: { path: { jobId }, query: { limit: 200, cursor } } }),
  );
}
