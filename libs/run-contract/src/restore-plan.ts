import type { JobSpec } from '@weir/job-spec';
import type { SnapshotDescription } from './snapshot.ts';

/** A job that is to begin from a snapshot. */
export interface RestorePlanRequest {
  /** Absolute folder of the snapshot, or its `_metadata` file. */
  readonly path: string;
  readonly spec: JobSpec;
  /** Replaces the spec's parallelism; null keeps it. */
  readonly parallelism: number | null;
}

/**
 * OK: all state goes back. LOSES_STATE: state in the snapshot has no place in the job and would stay behind, which a person must have
 * allowed. REFUSED: the job cannot begin from the snapshot.
 */
export type RestoreVerdict = 'OK' | 'LOSES_STATE' | 'REFUSED';

/**
 * MAPPED: state goes back to the same number of subtasks. RESCALED: it is dealt anew. NEW: nothing in the snapshot, starts empty.
 * ORPHANED: state in the snapshot, no such operator in the job. INCOMPATIBLE: the state cannot be taken over.
 */
export type OperatorRestoreStatus = 'MAPPED' | 'RESCALED' | 'NEW' | 'ORPHANED' | 'INCOMPATIBLE';

export interface OperatorRestorePlan {
  readonly uid: string;
  readonly name: string;
  readonly status: OperatorRestoreStatus;
  /** In the snapshot; null for NEW. */
  readonly snapshotParallelism: number | null;
  /** In the job; null for ORPHANED. */
  readonly jobParallelism: number | null;
  /** What the operator will run with; for ORPHANED the snapshot's. */
  readonly maxParallelism: number;
  /** Bytes of state in the snapshot. */
  readonly stateSize: number;
  /** Every subtask had finished: it is restored as finished and only forwards barriers. */
  readonly isFullyFinished: boolean;
  /** Why it is INCOMPATIBLE, or what the user should know; null when there is nothing to say. */
  readonly message: string | null;
}

export type RestoreReasonCode =
  /** REFUSED: the maximum parallelism was fixed to another value than the snapshot's. */
  | 'MAX_PARALLELISM_MISMATCH'
  /** REFUSED: more subtasks than key groups in the snapshot. */
  | 'PARALLELISM_TOO_HIGH'
  /** LOSES_STATE: an operator that the job does not have, or a state that its operator does not take. */
  | 'STATE_NOT_MAPPED'
  /** REFUSED: keyed state of another shape than the operator declares. */
  | 'STATE_TYPE_MISMATCH'
  /** REFUSED: finished operators cannot stand where the new graph has them. */
  | 'ILLEGAL_GRAPH_CHANGE';

/** Why a plan is not OK. */
export interface RestoreReason {
  readonly code: RestoreReasonCode;
  readonly uid: string | null;
  readonly message: string;
}

/** What a restore would do; nothing was touched to find it out. */
export interface RestorePlan {
  readonly verdict: RestoreVerdict;
  /** Empty when the verdict is OK. */
  readonly reasons: readonly RestoreReason[];
  readonly snapshot: SnapshotDescription;
  /** The job's operators in the order of its graph, then what is left of the snapshot. */
  readonly operators: readonly OperatorRestorePlan[];
}

/** What stands in the way of a restore for which state may, or may not, be left behind; empty: it may go ahead. */
export function objectionsTo(
  { verdict, reasons }: Pick<RestorePlan, 'verdict' | 'reasons'>,
  options: { readonly allowNonRestoredState: boolean },
): readonly RestoreReason[] {
  return verdict === 'LOSES_STATE' && options.allowNonRestoredState ? [] : reasons;
}
