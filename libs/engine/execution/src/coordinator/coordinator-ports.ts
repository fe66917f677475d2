import type { CheckpointFailureReason, SubtaskRef } from '@weir/engine-checkpoint';
import type { CheckpointOptions } from '@weir/engine-core';
import type { Clock, IdSource, Logger, Timers } from '@weir/kernel';
import type { CheckpointRecord } from '@weir/run-contract';

/** What the executor of the coordinator's decisions works with. */
export interface CoordinatorPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly tasks: TaskMessenger;
  readonly listener: CoordinatorListener;
}

/** The way to the tasks of the present attempt. A message to a task that is gone is lost. */
export interface TaskMessenger {
  trigger(tasks: readonly SubtaskRef[], trigger: TaskTrigger): void;
  notifyComplete(tasks: readonly SubtaskRef[], checkpointId: number): void;
  notifyAborted(tasks: readonly SubtaskRef[], checkpointId: number, latestCompletedId: number): void;
}

export interface TaskTrigger {
  readonly checkpointId: number;
  readonly timestamp: number;
  readonly options: CheckpointOptions;
}

/** Who is told of what the coordinator decides. Methods return at once and do not throw. */
export interface CoordinatorListener {
  onRecord(record: CheckpointRecord): void;
  /** A retained checkpoint's files are gone. */
  onDiscarded(checkpointId: number): void;
  /** The attempt must fail over; EPOCH_FENCED: the run must end. */
  onFailJob(failure: {
    readonly reason: CheckpointFailureReason;
    readonly message: string;
    readonly task: SubtaskRef | null;
  }): void;
}

/** How a request for a snapshot was answered. */
export type RequestAnswer =
  | { readonly kind: 'completed'; readonly checkpointId: number; readonly snapshotId: string; readonly path: string }
  | {
      readonly kind: 'failed';
      readonly reason: CheckpointFailureReason;
      readonly message: string;
      readonly checkpointId: number | null;
    };
