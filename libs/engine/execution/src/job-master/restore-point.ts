import {
  assignState,
  planRestore,
  recoverCompletedCheckpoints,
  type CompletedCheckpoint,
  type JobTopology,
  type RestoredSnapshot,
} from '@weir/engine-checkpoint';
import { manifestFileName, type CheckpointStorage, type ListedSnapshot } from '@weir/engine-core';
import type { JobId } from '@weir/kernel';
import { EngineError } from '../engine-error.ts';
import type { OperatorRestore } from '../thread/host-to-thread.ts';
import type { RestoreFrom } from './run-ports.ts';

export interface RestoreFacts {
  readonly storage: CheckpointStorage;
  readonly jobId: JobId;
  readonly runId: string;
  readonly isFirstAttempt: boolean;
  readonly requested: RestoreFrom | null;
  /** What the coordinator would restore, by what it saw complete; null for a first attempt. */
  readonly known: CompletedCheckpoint | null;
}

export interface RestorePoint {
  /** Null: the attempt begins empty. */
  readonly restored: RestoredSnapshot | null;
  /** The run's own checkpoints that the storage holds, oldest first. */
  readonly recovered: readonly CompletedCheckpoint[];
}

/**
 * What an attempt begins from: the run's own latest checkpoint, as the storage has it after it was fenced; without one, the
 * snapshot that the run was started from.
 */
export async function findRestorePoint(facts: RestoreFacts): Promise<RestorePoint> {
  const listed = await facts.storage.list(facts.jobId);
  const recovered = recoverCompletedCheckpoints(ownSnapshots(listed, facts));
  const latest = recovered.at(-1) ?? null;
  const { known, requested } = facts;
  if (known !== null && known.checkpointId > (latest?.checkpointId ?? 0)) {
    const isRequested = requested !== null && folderOf(requested.path) === known.path;
    return { restored: { checkpoint: known, claim: isRequested ? requested.claimMode : 'OWN' }, recovered };
  }
  if (latest !== null) return { restored: { checkpoint: latest, claim: 'OWN' }, recovered };
  if (requested === null) return { restored: null, recovered };
  const manifest = await facts.storage.readManifest(requested.path);
  const { checkpointId, kind } = manifest;
  const ownership = requested.claimMode === 'CLAIM' ? 'OWNED' : 'NOT_OWNED';
  const checkpoint: CompletedCheckpoint = {
    checkpointId,
    kind,
    isSynchronous: false,
    path: folderOf(requested.path),
    manifest,
    ownership,
  };
  return { restored: { checkpoint, claim: requested.claimMode }, recovered };
}

/**
 * Snapshots of this run. One that cannot be read may be of any run: it counts when something of this run is older, and, in a
 * run that has been at work, when it is the newest there is.
 */
function ownSnapshots(listed: readonly ListedSnapshot[], facts: RestoreFacts): readonly ListedSnapshot[] {
  const oldestOwn = listed.findLastIndex(({ manifest }) => manifest?.runId === facts.runId);
  const isSuspect = (index: number): boolean =>
    oldestOwn >= 0 ? index < oldestOwn : index === 0 && !facts.isFirstAttempt;
  return listed.filter(({ manifest }, index) =>
    manifest === null ? isSuspect(index) : manifest.runId === facts.runId,
  );
}

export interface StateAssignment {
  /** By operator uid; what the restore adopts from the snapshot. */
  readonly maxParallelism: ReadonlyMap<string, number>;
  readonly operators: readonly OperatorRestore[];
}

export interface AssignmentFacts {
  readonly restored: RestoredSnapshot;
  readonly topologyWith: (maxParallelism: ReadonlyMap<string, number>) => JobTopology;
  readonly isMaxParallelismExplicit: boolean;
  readonly allowNonRestoredState: boolean;
}

/** Deals the snapshot's state to the subtasks. Throws an EngineError RESTORE_FAILED with every problem when it does not fit the job. */
export function assignRestoredState(facts: AssignmentFacts): StateAssignment {
  const { manifest } = facts.restored.checkpoint;
  const topology = facts.topologyWith(new Map());
  const uids = topology.vertices.flatMap((vertex) => vertex.operators.map(({ uid }) => uid));
  const plan = planRestore({
    manifest,
    target: {
      topology,
      explicitMaxParallelism: new Set(facts.isMaxParallelismExplicit ? uids : []),
      keyedState: new Map(),
    },
    allowNonRestoredState: facts.allowNonRestoredState,
  });
  if (plan.problems.length > 0) {
    const reasons = plan.problems.map(({ message }) => message).join(' ');
    throw new EngineError(
      'RESTORE_FAILED',
      `The snapshot ${facts.restored.checkpoint.path} does not fit the job. ${reasons}`,
    );
  }
  const maxParallelism = new Map(plan.operators.map((operator) => [operator.uid, operator.maxParallelism]));
  const operators: OperatorRestore[] = [];
  for (const [uid, subtasks] of assignState(manifest, facts.topologyWith(maxParallelism))) {
    subtasks.forEach((state, subtask) => operators.push({ uid, subtask, state }));
  }
  return { maxParallelism, operators };
}

/** A snapshot may be named by its folder or by its manifest. */
function folderOf(path: string): string {
  const suffix = `/${manifestFileName}`;
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path.replace(/\/+$/, '');
}
