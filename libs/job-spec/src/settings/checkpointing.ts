import { z } from 'zod';
import { DAY_MS, durationText, toMs } from './duration-text.ts';

/** Flink's number for "every failure is tolerated". */
export const UNLIMITED_TOLERABLE_FAILURES = 2_147_483_647;
/** Flink's least interval and timeout. */
const LEAST_MS = 10;

export const checkpointModes = ['EXACTLY_ONCE', 'AT_LEAST_ONCE'] as const;
export type CheckpointMode = (typeof checkpointModes)[number];
export const cancellationPolicies = ['RETAIN', 'DELETE'] as const;
export type CancellationPolicy = (typeof cancellationPolicies)[number];

const longest = { maxMs: 365 * DAY_MS };

export const checkpointingSchema = z
  .strictObject({
    interval: durationText({ minMs: LEAST_MS, ...longest })
      .describe('From the start of one checkpoint to the start of the next. Absent: no periodic checkpoints.')
      .optional(),
    mode: z.enum(checkpointModes).default('EXACTLY_ONCE'),
    timeout: durationText({ minMs: LEAST_MS, ...longest })
      .describe('A checkpoint that takes longer is given up.')
      .default('10min'),
    minPause: durationText({ minMs: 0, ...longest })
      .describe('From the end of one periodic checkpoint to the start of the next.')
      .default('0ms'),
    maxConcurrentCheckpoints: z.int().min(1).max(100).default(1),
    tolerableFailedCheckpoints: z
      .int()
      .min(0)
      .max(UNLIMITED_TOLERABLE_FAILURES)
      .describe('So many checkpoints in a row may fail before the run does. 0 by default.')
      .optional(),
    failOnCheckpointingErrors: z
      .boolean()
      .describe("Flink's older name: false tolerates every failed checkpoint, true none.")
      .optional(),
    retention: z
      .strictObject({
        completed: z.int().min(1).max(1_000).describe('How many completed checkpoints are kept.').default(10),
        onCancellation: z
          .enum(cancellationPolicies)
          .describe('What becomes of them when the job is cancelled.')
          .default('RETAIN'),
      })
      .prefault({}),
  })
  .superRefine((value, context) => {
    const { failOnCheckpointingErrors: fails, tolerableFailedCheckpoints: tolerable } = value;
    const implied = fails === undefined ? undefined : fails ? 0 : UNLIMITED_TOLERABLE_FAILURES;
    if (implied !== undefined && tolerable !== undefined && implied !== tolerable) {
      context.addIssue({
        code: 'custom',
        path: ['failOnCheckpointingErrors'],
        message: `failOnCheckpointingErrors: ${fails} means tolerableFailedCheckpoints: ${implied}, but ${tolerable} stands beside it; leave one out.`,
      });
    }
  })
  .transform((value) => ({
    ...value,
    tolerableFailedCheckpoints:
      value.tolerableFailedCheckpoints ??
      (value.failOnCheckpointingErrors === false ? UNLIMITED_TOLERABLE_FAILURES : 0),
  }));

export type CheckpointingSpec = z.output<typeof checkpointingSchema>;

/** The block with numbers: durations in milliseconds. */
export interface ResolvedCheckpointing {
  /** null: no periodic checkpoints. Never below `minPauseMs`, as in Flink. */
  readonly intervalMs: number | null;
  readonly mode: CheckpointMode;
  readonly timeoutMs: number;
  readonly minPauseMs: number;
  readonly maxConcurrentCheckpoints: number;
  /** {@link UNLIMITED_TOLERABLE_FAILURES}: every failure is tolerated. */
  readonly tolerableFailedCheckpoints: number;
  readonly retainedCheckpoints: number;
  readonly onCancellation: CancellationPolicy;
}

export function resolveCheckpointing(spec: CheckpointingSpec): ResolvedCheckpointing {
  const minPauseMs = toMs(spec.minPause);
  return {
    intervalMs: spec.interval === undefined ? null : Math.max(toMs(spec.interval), minPauseMs),
    mode: spec.mode,
    timeoutMs: toMs(spec.timeout),
    minPauseMs,
    maxConcurrentCheckpoints: spec.maxConcurrentCheckpoints,
    tolerableFailedCheckpoints: spec.tolerableFailedCheckpoints,
    retainedCheckpoints: spec.retention.completed,
    onCancellation: spec.retention.onCancellation,
  };
}
