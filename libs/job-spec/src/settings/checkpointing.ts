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

export const retentionSchema = z
  .strictObject({
    completed: z.int().min(1).max(1_000).describe('How many completed checkpoints are kept.').default(10),
    onCancellation: z
      .enum(cancellationPolicies)
      .describe('What becomes of them when the job is cancelled.')
      .default('RETAIN'),
  })
  .describe('Which checkpoints stay on storage. Savepoints stay until they are deleted.');

const checkpointingDescription =
  'When checkpoints are taken, and which are kept. Durations are texts with a unit: ms, s, min, h, d.';

/** The fields as written; {@link checkpointingSchema} checks those that must agree and fills what follows from others. */
const checkpointingFields = z
  .strictObject({
    interval: durationText({ minMs: LEAST_MS, ...longest })
      .describe(
        'From the start of one checkpoint to the start of the next: a duration of 10 ms to 365 days, such as "5s". Absent: no periodic checkpoints.',
      )
      .optional(),
    mode: z
      .enum(checkpointModes)
      .describe(
        'EXACTLY_ONCE aligns barriers: state counts each row once. AT_LEAST_ONCE does not wait for them: after a restore, rows may count twice.',
      )
      .default('EXACTLY_ONCE'),
    timeout: durationText({ minMs: LEAST_MS, ...longest })
      .describe('A checkpoint that takes longer is given up. Duration of 10 ms to 365 days.')
      .default('10min'),
    minPause: durationText({ minMs: 0, ...longest })
      .describe('From the end of one periodic checkpoint to the start of the next. Duration of 0 to 365 days.')
      .default('0ms'),
    maxConcurrentCheckpoints: z
      .int()
      .min(1)
      .max(100)
      .describe('So many checkpoints may be under way at a time.')
      .default(1),
    tolerableFailedCheckpoints: z
      .int()
      .min(0)
      .max(UNLIMITED_TOLERABLE_FAILURES)
      .describe(
        `So many checkpoints in a row may fail before the run does. 0 by default; ${UNLIMITED_TOLERABLE_FAILURES} tolerates every failure.`,
      )
      .optional(),
    failOnCheckpointingErrors: z
      .boolean()
      .describe("Flink's older name: false tolerates every failed checkpoint, true none.")
      .optional(),
    retention: retentionSchema.prefault({}),
  })
  .describe(checkpointingDescription);

export const checkpointingSchema = checkpointingFields
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

/** The block as it is stored: every default filled. */
export const storedCheckpointingSchema = checkpointingFields
  .required({ tolerableFailedCheckpoints: true })
  .describe(checkpointingDescription);

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
