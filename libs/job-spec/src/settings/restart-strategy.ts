import { z } from 'zod';
import { DAY_MS, durationText, toMs } from './duration-text.ts';

const delay = durationText({ minMs: 0, maxMs: DAY_MS });
const attempts = z.int().min(1).max(1_000_000);

/** Defaults are those of Flink 2. */
export const noRestartStrategy = z
  .strictObject({ type: z.literal('none') })
  .describe('The first failure ends the run.');

export const fixedDelayRestartStrategy = z
  .strictObject({
    type: z.literal('fixed-delay'),
    attempts: attempts.describe('Restarts in all.').default(1),
    delay: delay.describe('Duration between a failure and the restart, 0 to 1 day.').default('1s'),
  })
  .describe('So many restarts, each after the same delay.');

export const exponentialDelayRestartStrategy = z
  .strictObject({
    type: z.literal('exponential-delay'),
    initialBackoff: durationText({ minMs: 1, maxMs: DAY_MS })
      .describe('Duration before the first restart, 1 ms to 1 day.')
      .default('1s'),
    maxBackoff: durationText({ minMs: 1, maxMs: DAY_MS })
      .describe('The delay does not grow beyond this duration, 1 ms to 1 day.')
      .default('1min'),
    multiplier: z.number().min(1).max(100).describe('Each delay is so many times the one before.').default(1.5),
    resetThreshold: durationText({ minMs: 1, maxMs: 365 * DAY_MS })
      .describe('After so long without a failure, the delay starts over. Duration of 1 ms to 365 days.')
      .default('1h'),
    jitter: z
      .number()
      .min(0)
      .max(1)
      .describe('Each delay is moved at random by up to this share of itself.')
      .default(0.1),
    attempts: attempts
      .describe('Restarts before the run fails, counted anew after resetThreshold. Absent: no limit.')
      .optional(),
  })
  .describe('Restarts ever more slowly, and from the beginning of the scale after a time without failure.');

export const restartStrategySchema = z
  .discriminatedUnion('type', [noRestartStrategy, fixedDelayRestartStrategy, exponentialDelayRestartStrategy])
  .describe('What happens when a run fails: whether and when it starts again from its latest checkpoint.');

export type RestartStrategySpec = z.output<typeof restartStrategySchema>;

/** The strategy with durations in milliseconds. */
export type ResolvedRestartStrategy =
  | { readonly type: 'none' }
  | { readonly type: 'fixed-delay'; readonly attempts: number; readonly delayMs: number }
  | {
      readonly type: 'exponential-delay';
      readonly initialBackoffMs: number;
      readonly maxBackoffMs: number;
      readonly multiplier: number;
      readonly resetThresholdMs: number;
      readonly jitter: number;
      /** null: no limit. */
      readonly attempts: number | null;
    };

/** As in Flink: with checkpoints a job restarts for ever, ever more slowly; without them it does not. */
export function defaultRestartStrategy(checkpointing: { readonly interval?: string | undefined }): RestartStrategySpec {
  const type = checkpointing.interval === undefined ? 'none' : 'exponential-delay';
  return restartStrategySchema.parse({ type });
}

export function resolveRestartStrategy(spec: RestartStrategySpec): ResolvedRestartStrategy {
  switch (spec.type) {
    case 'none':
      return { type: 'none' };
    case 'fixed-delay':
      return { type: 'fixed-delay', attempts: spec.attempts, delayMs: toMs(spec.delay) };
    case 'exponential-delay':
      return {
        type: 'exponential-delay',
        initialBackoffMs: toMs(spec.initialBackoff),
        maxBackoffMs: Math.max(toMs(spec.maxBackoff), toMs(spec.initialBackoff)),
        multiplier: spec.multiplier,
        resetThresholdMs: toMs(spec.resetThreshold),
        jitter: spec.jitter,
        attempts: spec.attempts ?? null,
      };
  }
}
