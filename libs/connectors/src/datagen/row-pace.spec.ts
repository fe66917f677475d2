import { describe, expect, it } from 'vitest';
import { RowPace } from './row-pace.ts';

/** A pace whose clock is `time.now`. */
function paceAt(rowsPerSecond: number): { readonly pace: RowPace; readonly time: { now: number } } {
  const time = { now: 0 };
  return { pace: new RowPace({ now: () => time.now, monotonic: () => time.now }, rowsPerSecond), time };
}

describe('RowPace', () => {
  it.each([0.001, 0.5, 1, 7, 1_000])('makes %d rows a second, looked at whenever rows are due', (rowsPerSecond) => {
    const { pace, time } = paceAt(rowsPerSecond);
    let made = 0;
    const end = 20_000 / rowsPerSecond;
    for (let next = pace.nextDue(); next <= end; next = pace.nextDue()) {
      time.now = next;
      const due = pace.due();
      expect(due).toBeGreaterThan(0);
      pace.count(due);
      made += due;
    }
    expect(made).toBe(20);
  });

  it('makes up for a second at most, and for one row however long that took', () => {
    const fast = paceAt(100);
    fast.time.now = 60_000;
    expect(fast.pace.due()).toBe(100);
    const slow = paceAt(0.25);
    slow.time.now = 60_000;
    expect(slow.pace.due()).toBe(1);
  });
});
