import type { Epoch, JobId, RunId } from '@weir/kernel';
import type { RunEnd } from './run-handle.ts';
import type { JobSpec } from '@weir/job-spec';

/** One start of a job, as a target receives it. The spec was validated before; the target does not default anything. */
export interface RunRequest {
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly spec: JobSpec;
  /** Replaces the spec's parallelism for this run; null keeps it. */
  readonly parallelism: number | null;
  /** The first id this run may give a checkpoint: greater than every id the job ever used. */
  readonly firstCheckpointId: number;
  /** Where state comes from at the first attempt; null starts empty. Later attempts use the run's own latest checkpoint. */
  readonly restore: RestoreRequest | null;
  /** Hands out the fencing token of each attempt. It rejects when another owner has taken the run. */
  readonly epochs: EpochSource;
}

export interface RestoreRequest {
  /** Absolute folder of a snapshot, or its `_metadata` file. */
  readonly path: string;
  readonly allowNonRestoredState: boolean;
  /** CLAIM: the run owns the snapshot and may delete it once subsumed. NO_CLAIM: it never touches it. */
  readonly claimMode: 'CLAIM' | 'NO_CLAIM';
}

export interface EpochSource {
  /** The next epoch of the job, greater than all before. Retried by the caller while the store is away. */
  acquire(): Promise<Epoch>;
  /**
   * Puts the end of the run on record, durably, unless another owner has it by now: then false. It waits while the store is away.
   * Only after true does the target remove the checkpoints that a resumed run would need.
   */
  confirmEnd(end: RunEnd): Promise<boolean>;
}
