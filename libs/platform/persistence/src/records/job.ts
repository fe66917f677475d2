import type { JobSpec } from '@weir/job-spec';
import type { JobId, RunId } from '@weir/kernel';
import type { DesiredState, JobState } from './job-state.ts';

export interface JobWarning {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** A range inside the text that the pointer names; null for the whole. */
  readonly position: { readonly offset: number; readonly length: number } | null;
}

export interface Job {
  readonly id: JobId;
  readonly name: string;
  /** Number of the current version of the spec. */
  readonly version: number;
  readonly state: JobState;
  readonly desiredState: DesiredState;
  /** Epoch milliseconds. */
  readonly observedAt: number;
  readonly parallelism: number;
  readonly warnings: readonly JobWarning[];
  readonly currentRunId: RunId | null;
  /** Number of the latest run; 0 before the first. */
  readonly runNumber: number;
  /** The latest epoch handed out; 0 before the first. */
  readonly epoch: number;
  readonly createdAt: number;
}

export interface JobVersion {
  readonly jobId: JobId;
  readonly number: number;
  readonly spec: JobSpec;
  readonly parallelism: number;
  readonly createdAt: number;
}
