import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PeriodicSchedule } from './periodic-schedule.ts';

describe('PeriodicSchedule', () => {
  it('case 13: an interval below the minimum pause is raised to it', () => {
    expect(new PeriodicSchedule({ intervalMs: 100, minPauseMs: 500 }).intervalMs).toBe(500);
    expect(new PeriodicSchedule({ intervalMs: 500, minPauseMs: 100 }).intervalMs).toBe(500);
  });

  it('has nothing to start without an interval', () => {
    const schedule = new PeriodicSchedule({ intervalMs: null, minPauseMs: 500 });
    expect(schedule.start(0, 0.5)).toBeNull();
    expect(schedule.isRunning).toBe(false);
    expect(schedule.onFired(0)).toBeNull();
  });

  it('starts between the minimum pause and the interval', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(5_000),
        fc.nat(5_000),
        (random, intervalMs, minPauseMs) => {
          const schedule = new PeriodicSchedule({ intervalMs, minPauseMs });
          const at = schedule.start(1_000, random) ?? 0;
          expect(at).toBeGreaterThanOrEqual(1_000 + minPauseMs);
          expect(at).toBeLessThanOrEqual(1_000 + Math.max(intervalMs, minPauseMs));
        },
      ),
    );
  });

  it('keeps its rate, skips what it missed, and goes on from where it was postponed to', () => {
    const schedule = new PeriodicSchedule({ intervalMs: 100, minPauseMs: 0 });
    expect(schedule.start(0, 0.99999)).toBe(100);
    expect(schedule.onFired(103)).toBe(200);
    expect(schedule.onFired(350)).toBe(450);
    schedule.postpone(500);
    expect(schedule.onFired(500)).toBe(600);
    schedule.stop();
    expect(schedule.onFired(600)).toBeNull();
  });
});
