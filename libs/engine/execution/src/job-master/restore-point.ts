import {
  assignState,
  planRestore,
  recoverCompletedCheckpoints,
  type CompletedCheckpoint,
  type RestoreDecision,
  type RestoredSnapshot,
  type RestoreTarget,
} from '@weir/engine-checkpoint';
import {
  snapshotFolderOf,
  StorageError,
  type CheckpointStorage,
  type ListedSnapshot,
  type SnapshotManifest,
} from '@weir/engine-core';
import type { AnalyzedJob } from '@weir/job-spec';
import type { JobId } from '@weir/kernel';
import { objectionsTo, type RestoreRequest } from '@weir/run-contract';
import { EngineError } from '../engine-error.ts';
import type { JobGraph } from '../plan/job-graph.ts';
import type { OperatorRestore } from '../thread/host-to-thread.ts';
import { topologyOf } from './topology-of.ts';

export interface RestoreFacts {
  readonly storage: CheckpointStorage;
  readonly jobId: JobId;
  readonly runId: string;
  readonly isFirstAttempt: boolean;
  readonly requested: RestoreRequest | null;
  /** What the coordinator would restore, by what it saw complete; null for a first attempt. */
  readonly known: CompletedCheckpoint | null;
}

export interface RestorePoint {
  /** Null: the attempt begins empty. */
  readonly restored: RestoredSnapshot | null;
  /** The run's own checkpoints that the storage holds, oldest first, and before them what it claimed, while that is there. */
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
    const isRequested = requested !== null && snapshotFolderOf(requested.path) === known.path;
    return { restored: { checkpoint: known, claim: isRequested ? requested.claimMode : 'OWN' }, recovered };
  }
  if (latest !== null) {
    const isForeign = requested !== null && recovered.every(({ path }) => path !== snapshotFolderOf(requested.path));
    const claimed = isForeign && requested.claimMode === 'CLAIM' ? await stillClaimed(facts.storage, requested) : [];
    return { restored: { checkpoint: latest, claim: 'OWN' }, recovered: [...claimed, ...recovered] };
  }
  if (requested === null) return { restored: null, recovered };
  const checkpoint = await requestedCheckpoint(facts.storage, requested);
  return { restored: { checkpoint, claim: requested.claimMode }, recovered };
}

async function requestedCheckpoint(
  storage: CheckpointStorage,
  requested: RestoreRequest,
): Promise<CompletedCheckpoint> {
  const manifest = await storage.readManifest(requested.path);
  const { checkpointId, kind } = manifest;
  const ownership = requested.claimMode === 'CLAIM' ? 'OWNED' : 'NOT_OWNED';
  return { checkpointId, kind, isSynchronous: false, path: snapshotFolderOf(requested.path), manifest, ownership };
}

/**
 * What this run claimed is its to remove, like a checkpoint of its own, also when another process has begun it. It is gone when one did
 * so; and what cannot be read now costs only space, and nothing depends on it.
 */
async function stillClaimed(
  storage: CheckpointStorage,
  requested: RestoreRequest,
): Promise<readonly CompletedCheckpoint[]> {
  try {
    return [await requestedCheckpoint(storage, requested)];
  } catch (error) {
    if (error instanceof StorageError) return [];
    throw error;
  }
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
  readonly job: AnalyzedJob;
  readonly graph: JobGraph;
  readonly declared: RestoreTarget['declared'];
  readonly allowNonRestoredState: boolean;
}

/** What the job would make of the snapshot. The very same question is asked before anything is stopped for a restore. */
export function planJobRestore(
  manifest: SnapshotManifest,
  { job, graph, declared }: Pick<AssignmentFacts, 'job' | 'graph' | 'declared'>,
): RestoreDecision {
  const explicit = job.isMaxParallelismExplicit ? job.operators.map(({ uid }) => uid) : [];
  const topology = topologyOf(job, graph, new Map());
  return planRestore({ manifest, target: { topology, explicitMaxParallelism: new Set(explicit), declared } });
}

/** Deals the snapshot's state to the subtasks. Throws an EngineError RESTORE_FAILED with every reason when it does not fit the job. */
export function assignRestoredState(facts: AssignmentFacts): StateAssignment {
  const { manifest, path } = facts.restored.checkpoint;
  const plan = planJobRestore(manifest, facts);
  const objections = objectionsTo(plan, facts);
  if (objections.length > 0) {
    const reasons = objections.map(({ message }) => message).join(' ');
    throw new EngineError('RESTORE_FAILED', `The snapshot ${path} does not fit the job. ${reasons}`);
  }
  const maxParallelism = new Map(plan.operators.map((operator) => [operator.uid, operator.maxParallelism]));
  const operators: OperatorRestore[] = [];
  for (const [uid, subtasks] of assignState(manifest, topologyOf(facts.job, facts.graph, maxParallelism))) {
    subtasks.forEach((state, subtask) => operators.push({ uid, subtask, state }));
  }
  return { maxParallelism, operators };
}
