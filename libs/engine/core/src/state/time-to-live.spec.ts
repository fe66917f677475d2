import { describe, expect, it } from 'vitest';
import { decideRead, isExpired, type TimeToLive } from './time-to-live.ts';

const hidden: TimeToLive = { ttlMs: 100, update: 'OnCreateAndWrite', visibility: 'NeverReturnExpired' };
const refreshed: TimeToLive = { ...hidden, update: 'OnReadAndWrite' };
const shown: TimeToLive = { ...refreshed, visibility: 'ReturnExpiredIfNotCleanedUp' };

describe('Time to live', () => {
  it.each([
    [null, 1_000_000, 'RETURN'],
    [hidden, 109, 'RETURN'],
    [hidden, 110, 'REMOVE'],
    [refreshed, 109, 'RETURN_AND_REFRESH'],
    [refreshed, 110, 'REMOVE'],
    [shown, 109, 'RETURN_AND_REFRESH'],
    [shown, 110, 'RETURN_AND_REMOVE'],
  ])('%o: a value of time 10 read at %i: %s', (timeToLive, now, decision) => {
    expect(decideRead(timeToLive, 10, now)).toBe(decision);
  });

  it.each([
    [Number.MAX_SAFE_INTEGER, 10],
    [Infinity, 10],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [100, Number.MAX_SAFE_INTEGER],
  ])('of %d from %d on never ends', (ttlMs, timestamp) => {
    expect(isExpired({ ...hidden, ttlMs }, timestamp, Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it('does not end when the clock goes back', () => {
    expect(isExpired(hidden, 1_000, 0)).toBe(false);
  });
});
