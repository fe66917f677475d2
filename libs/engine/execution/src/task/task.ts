import type { CheckpointOptions } from '@weir/engine-core';
import type { PlannedSubtask } from '../plan/execution-plan.ts';
import type { OperatorCounters } from './operator-counters.ts';

/**
 * What one step did. `idle`: nothing to do now; `blocked`: output has no room; `done`: the task has ended and is not
 * stepped again.
 */
export type StepResult = 'progressed' | 'idle' | 'blocked' | 'done';

/** One subtask as its thread sees it. All calls come from that thread; none is reentrant. */
export interface Task {
  readonly subtask: PlannedSubtask;
  readonly counters: readonly OperatorCounters[];
  /** Restores and opens the operators. Resolves before the first step. */
  open(): Promise<void>;
  /** Processes at most one batch or one control element. Synchronous. A throw fails the attempt. */
  step(): StepResult;
  /** Monotonic time at which an idle task wants a step; null: it waits for wake(). */
  readonly wakeAt: number | null;
  /** Sends partial batches that wait for more rows. */
  flush(): void;
  /** Whether rows wait in partial batches. */
  readonly hasPending: boolean;
  /** Begins a checkpoint here; only for tasks without running predecessors. Takes effect in a later step. */
  triggerCheckpoint(request: CheckpointRequest): void;
  notifyCheckpointComplete(checkpointId: number): void;
  /** `latestCompletedId`: 0 when there is none. */
  notifyCheckpointAborted(checkpointId: number, latestCompletedId: number): void;
  /** Ends background work and closes the operators. Idempotent; resolves when all is released. */
  close(): Promise<void>;
}

export interface CheckpointRequest {
  readonly checkpointId: number;
  /** When the coordinator triggered it, epoch milliseconds. */
  readonly timestamp: number;
  readonly options: CheckpointOptions;
}
