import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createRestartStrategy } from './create-restart-strategy.ts';
import type { RestartStrategyConfig } from './restart-strategy.ts';

const exponential = {
  kind: 'exponential-delay' as const,
  initialBackoffMs: 100,
  maxBackoffMs: 1_000,
  backoffMultiplier: 2,
  resetBackoffThresholdMs: 10_000,
  jitterFactor: 0,
  attemptsBeforeResetBackoff: Number.POSITIVE_INFINITY,
};

function decisions(
  config: RestartStrategyConfig,
  failures: readonly number[],
  random = 0.5,
): readonly (number | 'fail')[] {
  const strategy = createRestartStrategy(config);
  return failures.map((now) => {
    const decision = strategy.onFailure({ now, random });
    return decision.restart ? decision.delayMs : 'fail';
  });
}

describe('createRestartStrategy', () => {
  it('case 107: none never restarts', () => {
    expect(decisions({ kind: 'none' }, [0])).toEqual(['fail']);
  });

  it('case 107: fixed-delay restarts as often as it says, then fails', () => {
    expect(decisions({ kind: 'fixed-delay', attempts: 2, delayMs: 50 }, [0, 1_000_000, 2_000_000])).toEqual([
      50,
      50,
      'fail',
    ]);
  });

  it('case 107: failure-rate fails at the n-th failure inside the interval', () => {
    const config: RestartStrategyConfig = {
      kind: 'failure-rate',
      maxFailuresPerInterval: 3,
      intervalMs: 100,
      delayMs: 5,
    };
    expect(decisions(config, [0, 50, 100])).toEqual([5, 5, 'fail']);
    expect(decisions(config, [0, 50, 101, 200])).toEqual([5, 5, 5, 5]);
    expect(decisions(config, [0, 50, 101, 150])).toEqual([5, 5, 5, 'fail']);
  });

  it('case 107: exponential-delay multiplies its delay up to the maximum', () => {
    expect(decisions(exponential, [0, 1_000, 2_000, 3_000, 5_000, 7_000])).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('case 107: exponential-delay begins anew after it ran well for the threshold', () => {
    expect(decisions(exponential, [0, 1_000, 11_199, 11_500])).toEqual([100, 200, 400, 99]);
    expect(decisions(exponential, [0, 1_000, 11_200])).toEqual([100, 200, 100]);
  });

  it('case 107: failures while a restart waits merge into it', () => {
    const strategy = createRestartStrategy({ ...exponential, attemptsBeforeResetBackoff: 1 });
    expect(strategy.onFailure({ now: 0, random: 0.5 })).toEqual({ restart: true, delayMs: 100, isNewAttempt: true });
    expect(strategy.onFailure({ now: 40, random: 0.5 })).toEqual({ restart: true, delayMs: 60, isNewAttempt: false });
    expect(strategy.onFailure({ now: 100, random: 0.5 })).toEqual({ restart: true, delayMs: 0, isNewAttempt: false });
    expect(strategy.onFailure({ now: 101, random: 0.5 })).toMatchObject({ restart: false });
  });

  it('case 107: the number of restarts is limited when it says so, and counted anew after a reset', () => {
    expect(decisions({ ...exponential, attemptsBeforeResetBackoff: 2 }, [0, 1_000, 2_000])).toEqual([100, 200, 'fail']);
    expect(decisions({ ...exponential, attemptsBeforeResetBackoff: 2 }, [0, 1_000, 20_000])).toEqual([100, 200, 100]);
  });

  it('case 107: jitter stays within its share and within initial and maximum', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(6), (random, failures) => {
        const times = Array.from({ length: failures + 1 }, (_, index) => index * 2_000);
        const delay = decisions({ ...exponential, jitterFactor: 0.1 }, times, random).at(-1);
        const base = Math.min(100 * 2 ** failures, 1_000);
        expect(delay).toBeGreaterThanOrEqual(Math.max(100, Math.floor(base * 0.9)));
        expect(delay).toBeLessThanOrEqual(Math.min(1_000, Math.ceil(base * 1.1)));
      }),
    );
  });
});
