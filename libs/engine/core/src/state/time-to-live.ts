/**
 * When the time of a value begins anew: when it is written, or when it is read as well. Flink's StateTtlConfig.UpdateType; a state
 * without time to live has no such configuration.
 */
export const timeToLiveUpdates = ['OnCreateAndWrite', 'OnReadAndWrite'] as const;
export type TimeToLiveUpdate = (typeof timeToLiveUpdates)[number];

/**
 * NeverReturnExpired: an expired value is as if it had never been written. ReturnExpiredIfNotCleanedUp: it is returned by the read that
 * finds and removes it, unless something else removed it before.
 */
export const timeToLiveVisibilities = ['NeverReturnExpired', 'ReturnExpiredIfNotCleanedUp'] as const;
export type TimeToLiveVisibility = (typeof timeToLiveVisibilities)[number];

/** How long a value of a keyed state lives: each element of a list and each entry of a map by itself. Processing time. */
export interface TimeToLive {
  /** Milliseconds of the wall clock, more than 0; MAX_SAFE_INTEGER is for ever. */
  readonly ttlMs: number;
  readonly update: TimeToLiveUpdate;
  readonly visibility: TimeToLiveVisibility;
}

/** What a read does with the value that it found. */
export type ReadDecision =
  | 'RETURN'
  /** Its time begins anew. */
  | 'RETURN_AND_REFRESH'
  /** It has expired, and this read is the last to see it. */
  | 'RETURN_AND_REMOVE'
  /** It has expired and is not shown. */
  | 'REMOVE';

/** `timestamp`: when the value's time began; `now`: the wall clock. Null: the state has no time to live. */
export function decideRead(timeToLive: TimeToLive | null, timestamp: number, now: number): ReadDecision {
  if (timeToLive === null) return 'RETURN';
  if (isExpired(timeToLive, timestamp, now)) {
    return timeToLive.visibility === 'NeverReturnExpired' ? 'REMOVE' : 'RETURN_AND_REMOVE';
  }
  return timeToLive.update === 'OnReadAndWrite' ? 'RETURN_AND_REFRESH' : 'RETURN';
}

/** Whether its time is over: `timestamp + ttl <= now`, where a sum beyond the whole numbers is never reached. */
export function isExpired({ ttlMs }: TimeToLive, timestamp: number, now: number): boolean {
  const expiresAt = timestamp + ttlMs;
  return expiresAt < Number.MAX_SAFE_INTEGER && expiresAt <= now;
}
