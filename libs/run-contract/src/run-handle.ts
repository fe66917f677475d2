import type { CheckpointRecord } from './checkpoint-record.ts';
import type { AttemptFailure, RunState } from './run-observer.ts';

/** A run that the target has taken. Its promises reject with a `JobTargetError`. */
export interface RunHandle {
  readonly state: RunState;
  /** Resolves, never rejects, when the run has ended and its threads are gone. */
  readonly ended: Promise<RunEnd>;
  /** Resolves when the checkpoint has completed. */
  triggerCheckpoint(): Promise<CheckpointRecord>;
  /** Resolves when the savepoint has completed. `directory`: absolute; null takes the job's default. */
  triggerSavepoint(directory: string | null): Promise<CheckpointRecord>;
  /** Stop with a savepoint. `drain` finishes the sources' windows and timers first. The run ends FINISHED. */
  stop(options: { readonly drain: boolean; readonly directory: string | null }): Promise<CheckpointRecord>;
  /** Ends the run SUSPENDED after one last checkpoint (tried within `timeoutMs`, skipped when it does not complete). */
  suspend(timeoutMs: number): Promise<void>;
  /** Ends the run CANCELED without a checkpoint. Idempotent. */
  cancel(): Promise<void>;
  metrics(): RunMetrics;
  /** Rows of `print` sinks, oldest first, after `sequence`; the tail is bounded, so old rows may be gone. */
  output(after: number, limit: number): readonly OutputRow[];
}

export interface RunEnd {
  readonly state: Extract<RunState, 'FINISHED' | 'CANCELED' | 'FAILED' | 'SUSPENDED'>;
  readonly failure: AttemptFailure | null;
  readonly endedAt: number;
}

export interface RunMetrics {
  readonly timestamp: number;
  /** Rows that sources emitted and sinks took, since the run began. */
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly operators: readonly OperatorMetrics[];
}

export interface OperatorMetrics {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly parallelism: number;
  /** Operators with one vertex id are chained: they run in one loop. */
  readonly vertex: string;
  readonly inputs: readonly string[];
  readonly recordsIn: number;
  readonly recordsOut: number;
  /** Rows per second over the last seconds. */
  readonly recordsInPerSecond: number;
  readonly recordsOutPerSecond: number;
  /** Shares of time of the vertex's subtasks, 0 to 1. */
  readonly busyRatio: number;
  readonly backPressuredRatio: number;
  readonly idleRatio: number;
}

export interface OutputRow {
  /** Rises over the whole run. */
  readonly sequence: number;
  readonly operator: string;
  readonly subtask: number;
  readonly timestamp: number;
  readonly row: Readonly<Record<string, unknown>>;
}
