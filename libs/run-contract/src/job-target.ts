import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';
import type { RunHandle } from './run-handle.ts';
import type { RunObserver } from './run-observer.ts';
import type { RunRequest } from './run-request.ts';

/** Where runs execute: the embedded engine today, a cluster later. */
export interface JobTarget {
  readonly name: string;
  /** Takes a run. It resolves as soon as the run is accepted (INITIALIZING); what happens then is told to the observer. */
  launch(request: RunRequest, observer: RunObserver): Promise<RunHandle>;
  /** What a snapshot holds, read from its folder alone. */
  describeSnapshot(path: string): Promise<SnapshotDescription>;
  /** Deletes a snapshot's folder. Missing is success. */
  deleteSnapshot(path: string): Promise<void>;
  /** The snapshots of a job on its storage: the truth when the database has missed something. */
  listSnapshots(jobId: string, snapshotRoot: string | null): Promise<SnapshotListing>;
}

/** Both newest first. */
export interface SnapshotListing {
  /** Complete. */
  readonly readable: readonly SnapshotDescription[];
  /** There, and of no use as they are. */
  readonly damaged: readonly DamagedSnapshot[];
}

export interface DamagedSnapshot {
  readonly path: string;
  readonly checkpointId: number;
  /** A sentence that says what is wrong with it. */
  readonly damage: string;
}

export interface SnapshotDescription {
  readonly path: string;
  readonly snapshotId: string;
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly checkpointId: number;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly triggerTimestamp: number;
  readonly stateSize: number;
  readonly maxParallelism: number;
  readonly operators: readonly {
    readonly uid: string;
    readonly name: string;
    readonly parallelism: number;
    readonly stateSize: number;
  }[];
}

export const jobTargetErrorCodes = [
  /** The run is not RUNNING, so the request does not apply. */
  'RUN_NOT_RUNNING',
  /** A checkpoint or savepoint did not complete; the message says why. */
  'SNAPSHOT_FAILED',
  /** No complete snapshot at that path. */
  'SNAPSHOT_NOT_FOUND',
  /** The snapshot is there, but damaged or of another format. */
  'SNAPSHOT_DAMAGED',
  /** The snapshot and the job do not fit: removed operator with state, other max parallelism, other state type. */
  'SNAPSHOT_INCOMPATIBLE',
  /** The path lies outside every allowed root. */
  'PATH_NOT_ALLOWED',
  /** The target has no room for another run. */
  'NO_CAPACITY',
] as const;
export type JobTargetErrorCode = (typeof jobTargetErrorCodes)[number];

export class JobTargetError extends PlatformError<JobTargetErrorCode> {
  constructor(code: JobTargetErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, code === 'NO_CAPACITY', options);
  }
}
