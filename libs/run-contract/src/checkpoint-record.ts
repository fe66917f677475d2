export const checkpointStatuses = ['IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;
export type CheckpointStatus = (typeof checkpointStatuses)[number];

export const checkpointKinds = ['CHECKPOINT', 'SAVEPOINT'] as const;
export type CheckpointKind = (typeof checkpointKinds)[number];

/** What asked for it: the job's interval, a person or program, a stop with savepoint, a schedule. */
export const checkpointTriggers = ['PERIODIC', 'MANUAL', 'STOP', 'SCHEDULED'] as const;
export type CheckpointTrigger = (typeof checkpointTriggers)[number];

/**
 * Reasons for which a checkpoint ends FAILED though nothing is wrong: a stop or the end of the run, or a later one, made it needless. The
 * engine's words, and the platform's RUN_ENDED.
 */
export const faultlessReasons = [
  'CHECKPOINT_COORDINATOR_SHUTDOWN',
  'CHECKPOINT_COORDINATOR_SUSPEND',
  'CHECKPOINT_DECLINED_INPUT_END_OF_STREAM',
  'CHECKPOINT_DECLINED_SUBSUMED',
  'CHECKPOINT_DECLINED_TASK_CLOSING',
  'CHECKPOINT_SUBSUMED',
  'RUN_ENDED',
] as const;

/** Whether a checkpoint that is FAILED for this reason needs nobody's attention. */
export function isFaultless(reason: string | null): boolean {
  return (faultlessReasons as readonly (string | null)[]).includes(reason);
}

/** Everything that is recorded of one checkpoint. Times are epoch milliseconds, durations milliseconds, sizes bytes. */
export interface CheckpointRecord {
  /** The barrier's number. */
  readonly id: number;
  /** A UUID, fixed at trigger; what a restore takes once the checkpoint is complete. */
  readonly snapshotId: string;
  readonly epoch: number;
  readonly status: CheckpointStatus;
  readonly kind: CheckpointKind;
  readonly trigger: CheckpointTrigger;
  readonly incremental: boolean;
  readonly triggerTimestamp: number;
  readonly latestAckTimestamp: number | null;
  readonly endToEndDuration: number | null;
  /** Bytes this checkpoint wrote. */
  readonly checkpointedSize: number;
  /** Bytes it refers to. */
  readonly stateSize: number;
  /** Bytes processed between the first and the last barrier of every alignment, summed. */
  readonly processedData: number;
  readonly numSubtasks: number;
  readonly numAcknowledgedSubtasks: number;
  /** Absolute folder, once complete. */
  readonly externalPath: string | null;
  readonly failureReason: string | null;
  readonly failureMessage: string | null;
  readonly operators: readonly OperatorCheckpointRecord[];
}

export interface OperatorCheckpointRecord {
  readonly uid: string;
  readonly name: string;
  readonly parallelism: number;
  /** Acknowledged subtasks only, by index. */
  readonly subtasks: readonly SubtaskCheckpointRecord[];
}

export interface SubtaskCheckpointRecord {
  readonly index: number;
  readonly ackTimestamp: number;
  readonly endToEndDuration: number;
  /** From the trigger to the first barrier's arrival. */
  readonly startDelay: number;
  /** From the first barrier to the last. */
  readonly alignmentDuration: number;
  /** The synchronous cut, during which no record is processed. */
  readonly syncDuration: number;
  /** Writing in the background. */
  readonly asyncDuration: number;
  readonly checkpointedSize: number;
  readonly stateSize: number;
  readonly processedData: number;
  /** One per input channel of the task, at the first operator of its chain; empty for a source and for those chained behind another. */
  readonly channels: readonly ChannelBarrierRecord[];
}

export interface ChannelBarrierRecord {
  /** Uid of the operator that sends. */
  readonly from: string;
  readonly fromSubtask: number;
  readonly barrierTimestamp: number;
  /** How long the channel stood still until the last barrier came. */
  readonly blockedDuration: number;
}
