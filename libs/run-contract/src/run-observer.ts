import type { CheckpointRecord } from './checkpoint-record.ts';

/** States of a run, Flink's words. FINISHED, CANCELED, FAILED and SUSPENDED end it. */
export const runStates = [
  'INITIALIZING',
  'RUNNING',
  'FAILING',
  'RESTARTING',
  'CANCELLING',
  'SUSPENDED',
  'FINISHED',
  'CANCELED',
  'FAILED',
] as const;
export type RunState = (typeof runStates)[number];

/** Why an attempt ended badly. */
export interface AttemptFailure {
  readonly timestamp: number;
  /** Closed set of the engine's error codes. */
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
  readonly operatorUid: string | null;
  readonly subtask: number | null;
}

/** The snapshot that an attempt began from. */
export interface AttemptOrigin {
  readonly checkpointId: number;
  readonly path: string;
  readonly isSavepoint: boolean;
}

export interface AttemptStarted {
  readonly epoch: number;
  readonly startedAt: number;
  /** Null when it began empty. */
  readonly restoredFrom: AttemptOrigin | null;
}

/**
 * What a target tells while a run lives, in order, from the host's main thread. A method must return at once and must not throw:
 * the observer queues what it cannot store now.
 */
export interface RunObserver {
  /** `nextAttemptAt`: when the next attempt begins, of a run that is RESTARTING; null in every other state. */
  onState(state: RunState, timestamp: number, nextAttemptAt: number | null): void;
  onAttemptStarted(attempt: AttemptStarted): void;
  onAttemptEnded(epoch: number, timestamp: number, failure: AttemptFailure | null): void;
  /**
   * At trigger, at every change of its counters (throttled), and at its end. The record is complete each time; the id is the key. Its
   * figures stand still; `operators` may be put together when it is read, with what subtasks have said by then.
   */
  onCheckpoint(record: CheckpointRecord): void;
  /** A retained checkpoint was subsumed or cleaned: its files are gone. */
  onCheckpointDiscarded(checkpointId: number): void;
}
