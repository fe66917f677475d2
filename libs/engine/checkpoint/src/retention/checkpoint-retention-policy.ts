/**
 * Which retained checkpoints outlive the job (Flink's externalized checkpoint retention).
 * NEVER: none. ON_FAILURE: kept when the job fails (Flink's DELETE_ON_CANCELLATION).
 * ON_CANCELLATION: kept when it fails, is cancelled or suspended (Flink's RETAIN_ON_CANCELLATION).
 */
export type CheckpointRetentionPolicy = 'NEVER' | 'ON_FAILURE' | 'ON_CANCELLATION';

/** How a job's run ended. */
export type FinalJobState = 'FINISHED' | 'CANCELED' | 'FAILED' | 'SUSPENDED';

/** What can befall a completed snapshot. */
export type SnapshotFate = 'SUBSUMED' | FinalJobState;
