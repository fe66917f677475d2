import type { CheckpointRecord } from '@weir/run-contract';
import type { JobId, RunId } from '@weir/kernel';

/** A checkpoint without its operators, as lists need it. */
export interface Checkpoint extends Omit<CheckpointRecord, 'operators'> {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly discarded: boolean;
}

export interface CheckpointDetail extends CheckpointRecord {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly discarded: boolean;
}

/** Of everything a job ever had; its history is trimmed. */
export interface CheckpointCounts {
  readonly total: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
  /** Attempts that began from a snapshot. */
  readonly restored: number;
}

/** The checkpoints of a run after its latest completed one. */
export interface CheckpointsSinceCompleted {
  /** Null: none of the ones that were looked at has completed. */
  readonly completedId: number | null;
  readonly completedDuration: number | null;
  /** How many failed for a fault, since when, and why the last one did. */
  readonly failed: number;
  readonly failingSince: number | null;
  readonly message: string | null;
  /** Trigger of the oldest that is still under way. */
  readonly openSince: number | null;
}

export interface Restoration {
  readonly checkpointId: number;
  readonly path: string;
  readonly isSavepoint: boolean;
  readonly restoreTimestamp: number;
  readonly runId: RunId;
}

/** Minimum, average, maximum and percentiles; null when nothing was measured. */
export interface Stats {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

/** Of the completed checkpoints in a job's history. */
export interface CheckpointSummary {
  readonly count: number;
  /** All null when nothing has completed. */
  readonly endToEndDuration: Stats | null;
  readonly checkpointedSize: Stats | null;
  readonly stateSize: Stats | null;
  readonly processedData: Stats | null;
}

export interface Savepoint {
  /** The snapshot id. */
  readonly id: string;
  readonly jobId: JobId;
  readonly jobName: string;
  readonly name: string;
  readonly note: string;
  readonly pinned: boolean;
  readonly status: CheckpointRecord['status'];
  readonly checkpointId: number;
  readonly path: string | null;
  readonly stateSize: number;
  readonly triggerTimestamp: number;
  readonly endToEndDuration: number | null;
  readonly failureMessage: string | null;
}
