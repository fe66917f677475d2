import type {
  DeclaredStates,
  KeyedStateHandle,
  OperatorStateHandle,
  OperatorStateMode,
  SnapshotManifest,
} from '@weir/engine-core';
import type { RestorePlan } from '@weir/run-contract';
import type { JobTopology } from '../plan/job-topology.ts';

/** The job that is to be started from a snapshot. */
export interface RestoreTarget {
  /** Its operators carry the maximum parallelism that the job would have without the snapshot. */
  readonly topology: JobTopology;
  /** Uids of operators whose author fixed the maximum parallelism; all others adopt the snapshot's. */
  readonly explicitMaxParallelism: ReadonlySet<string>;
  /** By uid, what states each operator will ask for; one that is missing here is not asked, and meets the truth when it opens. */
  readonly declared: ReadonlyMap<string, DeclaredStates>;
}

export interface RestoreFacts {
  readonly manifest: SnapshotManifest;
  readonly target: RestoreTarget;
}

/** What a restore would do, and whether it may. */
export interface RestoreDecision extends Omit<RestorePlan, 'snapshot'> {
  readonly checkpointId: number;
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
