import type { SubtaskTimings } from '@weir/engine-core';
import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';

export type CheckpointStatus = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
/** Who asked. STOP: a stop with savepoint. SCHEDULED: a savepoint by a timetable outside the engine. */
export type CheckpointTrigger = 'PERIODIC' | 'MANUAL' | 'STOP' | 'SCHEDULED';

/** Everything that is known of one checkpoint; kept after failure too. Times are epoch milliseconds, durations milliseconds, sizes bytes. */
export interface CheckpointStatistics {
  readonly id: number;
  readonly snapshotId: string;
  readonly epoch: number;
  readonly status: CheckpointStatus;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly trigger: CheckpointTrigger;
  readonly incremental: boolean;
  readonly triggerTimestamp: number;
  readonly latestAckTimestamp: number | null;
  /** From the trigger to the end, on the monotonic clock; null while in progress. */
  readonly endToEndDuration: number | null;
  /** Bytes this checkpoint wrote. */
  readonly checkpointedSize: number;
  /** Bytes it refers to. */
  readonly stateSize: number;
  /** Bytes processed between the first and the last barrier, summed over the tasks. */
  readonly processedData: number;
  /** Tasks that had to acknowledge, finished ones included. */
  readonly numSubtasks: number;
  readonly numAcknowledgedSubtasks: number;
  readonly externalPath: string | null;
  readonly failureReason: CheckpointFailureReason | null;
  readonly failureMessage: string | null;
  readonly operators: readonly OperatorStatistics[];
}

export interface OperatorStatistics {
  readonly uid: string;
  readonly name: string;
  readonly parallelism: number;
  /** Acknowledged subtasks only, by index. */
  readonly subtasks: readonly SubtaskStatistics[];
}

export interface SubtaskStatistics extends SubtaskTimings {
  readonly index: number;
  /** From the trigger to this acknowledgement, on the monotonic clock. */
  readonly endToEndDuration: number;
}

/** Counters over a run. `total` is always inProgress + completed + failed. */
export interface CheckpointCounts {
  readonly total: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
  /** Attempts that began from a snapshot. */
  readonly restored: number;
}
