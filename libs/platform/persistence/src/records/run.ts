import type { AttemptFailure, AttemptOrigin, OutputRow } from '@weir/run-contract';
import type { JobId, RunId } from '@weir/kernel';
import type { JobState } from './job-state.ts';

/** Where the first attempt's state comes from. LATEST is resolved when a host takes the run. */
export type RunOrigin =
  | { readonly kind: 'EMPTY' }
  | { readonly kind: 'LATEST' }
  | {
      readonly kind: 'SNAPSHOT';
      readonly path: string;
      readonly snapshotId: string | null;
      readonly checkpointId: number | null;
    };

export interface RestoredFrom {
  readonly snapshotId: string | null;
  readonly path: string;
  readonly checkpointId: number | null;
}

export interface Run {
  readonly id: RunId;
  readonly jobId: JobId;
  readonly number: number;
  /** Version of the spec it runs. */
  readonly version: number;
  readonly state: JobState;
  readonly parallelism: number;
  /** Whether `parallelism` replaces the spec's. */
  readonly isParallelismOverridden: boolean;
  readonly origin: RunOrigin;
  readonly allowNonRestoredState: boolean;
  readonly claimMode: 'CLAIM' | 'NO_CLAIM';
  readonly restoredFrom: RestoredFrom | null;
  /** Why it ended FAILED; null otherwise. */
  readonly failure: AttemptFailure | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly ownerId: string | null;
  readonly ownerIncarnation: number | null;
  /** Epoch of the latest attempt; 0 before the first. */
  readonly epoch: number;
  /** When the next attempt begins, while the run waits for it; null otherwise. */
  readonly nextAttemptAt: number | null;
}

export interface Attempt {
  readonly runId: RunId;
  readonly epoch: number;
  readonly workerId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly restoredFrom: AttemptOrigin | null;
  readonly failure: AttemptFailure | null;
}

/** Failed attempts of a run within some time. */
export interface RecentFailures {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Of the last one. */
  readonly message: string;
}

/** Who holds a run: a worker and which start of it. */
export interface Owner {
  readonly workerId: string;
  readonly incarnation: number;
}

/** A failed attempt, or a run that failed before its first one, with what a reader needs to place it. */
export interface RunException {
  readonly runId: RunId;
  readonly runNumber: number;
  readonly epoch: number | null;
  readonly workerId: string | null;
  readonly failure: AttemptFailure;
}

/** A row of `print` as it is kept: `position` rises over the whole job. */
export interface OutputRecord extends Omit<OutputRow, 'sequence'> {
  readonly position: number;
}
