import type { KeyedStateHandle, OperatorStateHandle, OperatorStateMode, SnapshotManifest } from '@weir/engine-core';
import type { JobTopology } from '../plan/job-topology.ts';

/** The job that is to be started from a snapshot. */
export interface RestoreTarget {
  /** Its operators carry the maximum parallelism that the job would have without the snapshot. */
  readonly topology: JobTopology;
  /** Uids of operators whose author fixed the maximum parallelism; all others adopt the snapshot's. */
  readonly explicitMaxParallelism: ReadonlySet<string>;
  /** What keyed state each operator will ask for, where that is known beforehand: lets types be compared. */
  readonly keyedState: ReadonlyMap<string, readonly DeclaredKeyedState[]>;
  /** Names of the coordinator-side states that the job takes; none by default. */
  readonly coordinatorStates?: ReadonlySet<string>;
}

export interface DeclaredKeyedState {
  readonly name: string;
  readonly keyTypes: readonly string[];
  readonly valueTypes: readonly string[];
}

export interface RestoreRequestFacts {
  readonly manifest: SnapshotManifest;
  readonly target: RestoreTarget;
  /** Leaves state of operators that the job no longer has behind, instead of refusing. */
  readonly allowNonRestoredState: boolean;
}

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

export interface RestorePlan {
  readonly checkpointId: number;
  readonly operators: readonly OperatorRestorePlan[];
  /** Empty: the restore may go ahead. */
  readonly problems: readonly RestoreProblem[];
}

export const restoreProblemCodes = [
  /** The maximum parallelism was fixed to another value than the snapshot's. */
  'MAX_PARALLELISM_MISMATCH',
  /** More subtasks than key groups in the snapshot. */
  'PARALLELISM_TOO_HIGH',
  /** State of an operator that the job does not have. */
  'STATE_NOT_MAPPED',
  /** Keyed state of other types than the operator declares. */
  'STATE_TYPE_MISMATCH',
  /** Finished operators cannot stand where the new graph has them. */
  'ILLEGAL_GRAPH_CHANGE',
  /** Coordinator-side state that nothing in the job takes. */
  'COORDINATOR_STATE_NOT_MAPPED',
] as const;
export type RestoreProblemCode = (typeof restoreProblemCodes)[number];

export interface RestoreProblem {
  readonly code: RestoreProblemCode;
  readonly operatorUid: string | null;
  readonly message: string;
}

/** What one subtask of one operator reads at its start. */
export interface SubtaskRestore {
  /** Handles with only the blocks of the subtask's own key groups; without a block, no handle. */
  readonly keyed: readonly KeyedStateHandle[];
  readonly operator: readonly OperatorStateRestore[];
  /** The operator is restored as finished. */
  readonly isFinished: boolean;
}

/** Entries of one named operator state, in order. */
export interface OperatorStateRestore {
  readonly name: string;
  readonly mode: OperatorStateMode;
  readonly parts: readonly OperatorStatePart[];
}

/** Entries `from` (included) to `to` (excluded) of a handle's list. */
export interface OperatorStatePart {
  readonly handle: OperatorStateHandle;
  readonly from: number;
  readonly to: number;
}
