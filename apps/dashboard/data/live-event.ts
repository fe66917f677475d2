import type { WeirEvent } from '@weir/api-client';

/** What of an event matters here. Everything else is fetched: the queries tell the truth. */
export type LiveEvent = Pick<WeirEvent, 'jobId'>;

/** Reads the data of one server-sent event; undefined for anything that is not an event of ours. */
export function parseLiveEvent(data: string): LiveEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const jobId = 'jobId' in value && typeof value.jobId === 'string' ? value.jobId : null;
  return { jobId };
}

/** Prefixes of the query keys that an event makes stale. */
export function staleKeys(event: LiveEvent): readonly (readonly string[])[] {
  const lists = [['jobs'], ['savepoints'], ['operations']];
  return event.jobId === null ? lists : [...lists, ['job', event.jobId]];
}
