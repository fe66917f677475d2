import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';
import type { RestorePlan, RestorePlanRequest } from './restore-plan.ts';
import type { RunHandle } from './run-handle.ts';
import type { RunObserver } from './run-observer.ts';
import type { RunRequest } from './run-request.ts';
import type { SnapshotDescription, SnapshotListing } from './snapshot.ts';

/** Where runs execute: the embedded engine today, a cluster later. */
export interface JobTarget {
  readonly name: string;
  /** Takes a run. It resolves as soon as the run is accepted (INITIALIZING); what happens then is told to the observer. */
  launch(request: RunRequest, observer: RunObserver): Promise<RunHandle>;
  /** What a snapshot holds, read from its folder alone. */
  describeSnapshot(path: string): Promise<SnapshotDescription>;
  /**
   * What a job would make of a snapshot: the very judgement that its run would meet. Nothing is touched. Rejects with
   * SNAPSHOT_NOT_FOUND, SNAPSHOT_DAMAGED or PATH_NOT_ALLOWED.
   */
  planRestore(request: RestorePlanRequest): Promise<RestorePlan>;
  /** Deletes a snapshot's folder. Missing is success. */
  deleteSnapshot(path: string): Promise<void>;
  /** Deletes what a deleted job has on its storage, but its complete snapshots. Missing is success. */
  deleteJob(jobId: string, snapshotRoot: string | null): Promise<void>;
  /** The snapshots of a job on its storage: the truth when the database has missed something. */
  listSnapshots(jobId: string, snapshotRoot: string | null): Promise<SnapshotListing>;
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
