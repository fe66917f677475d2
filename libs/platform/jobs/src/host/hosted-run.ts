import type { JobSpec } from '@weir/job-spec';
import type { RunHandle, RunMetrics } from '@weir/run-contract';
import type { JobId, RunId } from '@weir/kernel';
import type { RunRecorder } from './run-recorder.ts';

/** A run this host holds. */
export interface HostedRun {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly recorder: RunRecorder;
  /** Null until the target has taken it. */
  handle: RunHandle | null;
  /** How many completed checkpoints are kept, and what becomes of them when the run is cancelled; null until it is launched. */
  retention: JobSpec['checkpointing']['retention'] | null;
  /** What an earlier process counted of the run; null when it begins here. */
  earlierMetrics: RunMetrics | null;
  /** Another host has taken it: nothing of it is written any more. */
  isLost: boolean;
  /** Resolves when nothing of its metrics and rows is being stored. */
  published: Promise<void>;
  /** The last row of `print` that was stored. */
  outputSequence: number;
  /** How many of its latest rows are kept of each `print`, by uid; empty until the run is launched. */
  outputLimits: ReadonlyMap<string, number>;
  /** Operations under way by their id, and those that are settled only with the run's end, or with the run that follows. */
  readonly operations: Map<string, Promise<void>>;
}
