import type { CheckpointRetentionPolicy } from '../retention/checkpoint-retention-policy.ts';

/** How the coordinator behaves; fixed for a run. Durations in milliseconds. */
export interface CoordinatorConfig {
  /** Between the starts of periodic checkpoints, at least 10; null: none are made. Raised to `minPauseMs` when it is lower. */
  readonly intervalMs: number | null;
  /** From trigger to completion, at least 10. */
  readonly timeoutMs: number;
  /** From the end of one checkpoint to the start of the next periodic one. */
  readonly minPauseMs: number;
  /** Checkpoints in flight, at least 1. Savepoints do not wait for a free place. */
  readonly maxConcurrentCheckpoints: number;
  /** Consecutive failures that count and do not fail the job; Infinity tolerates all. */
  readonly tolerableFailedCheckpoints: number;
  /** Completed checkpoints to keep, at least 1. */
  readonly retainedCheckpoints: number;
  readonly retention: CheckpointRetentionPolicy;
  /** Whether a checkpoint may refer to files of earlier ones. */
  readonly isIncremental: boolean;
  /** Names of coordinator-side states to take before the tasks are triggered; empty: none. */
  readonly coordinatorStates: readonly string[];
}

/** Flink's defaults, but for the interval, which has none. */
export const defaultCoordinatorConfig: CoordinatorConfig = {
  intervalMs: null,
  timeoutMs: 600_000,
  minPauseMs: 0,
  maxConcurrentCheckpoints: 1,
  tolerableFailedCheckpoints: 0,
  retainedCheckpoints: 1,
  retention: 'NEVER',
  isIncremental: false,
  coordinatorStates: [],
};

/** Requests that wait for their turn; more are refused or displace periodic ones (TOO_MANY_CHECKPOINT_REQUESTS). */
export const queuedRequestsMax = 1000;

/** Whose checkpoints these are; goes into every manifest. */
export interface CoordinatorIdentity {
  readonly jobId: string;
  readonly runId: string;
  /** Hex SHA-256 of the canonical JSON of the spec. */
  readonly specDigest: string;
  readonly maxParallelism: number;
}
