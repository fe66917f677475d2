import {
  type DamagedSnapshot,
  JobTargetError,
  type RestoreRequest,
  type SnapshotDescription,
} from '@weir/run-contract';
import type { Checkpoint, Run, Savepoint } from '@weir/persistence';

export interface RestoreFacts {
  readonly run: Run;
  /** What the job's storage holds complete. */
  readonly snapshots: readonly SnapshotDescription[];
  /** What it holds besides. */
  readonly damaged: readonly DamagedSnapshot[];
  /** Completed savepoints of the job that the database knows; they may lie outside the job's storage. */
  readonly savepoints: readonly Savepoint[];
}

export interface RestoreDecision {
  /** Null starts empty. */
  readonly restore: RestoreRequest | null;
  /** What the run's record says it began from; null when empty or when this is not the run's beginning. */
  readonly restoredFrom: {
    readonly snapshotId: string | null;
    readonly path: string;
    readonly checkpointId: number | null;
  } | null;
  /** Whether another host had begun this run before. */
  readonly isTakeover: boolean;
}

/**
 * Where a run's state comes from when a host takes it. A run that had an attempt before goes on from its own latest snapshot on
 * storage; without one it begins again as it first did. Throws SNAPSHOT_DAMAGED when it would go on from the latest, and one after that cannot be read.
 */
export function decideRestore({ run, snapshots, damaged, savepoints }: RestoreFacts): RestoreDecision {
  const isTakeover = run.epoch > 0;
  const own = newest(snapshots.filter((snapshot) => snapshot.runId === run.id));
  if (isTakeover && own !== null) {
    ensureNoneIsPassedOver(own.checkpointId, damaged);
    const claimMode = own.kind === 'CHECKPOINT' ? 'CLAIM' : 'NO_CLAIM';
    return { restore: { path: own.path, allowNonRestoredState: false, claimMode }, restoredFrom: null, isTakeover };
  }
  const { allowNonRestoredState, claimMode, origin } = run;
  switch (origin.kind) {
    case 'EMPTY':
      return { restore: null, restoredFrom: null, isTakeover };
    case 'SNAPSHOT': {
      const { path, snapshotId, checkpointId } = origin;
      return {
        restore: { path, allowNonRestoredState, claimMode },
        restoredFrom: { path, snapshotId, checkpointId },
        isTakeover,
      };
    }
    case 'LATEST': {
      const latest = latestOf(snapshots, savepoints);
      ensureNoneIsPassedOver(latest?.checkpointId ?? 0, damaged);
      if (latest === null) return { restore: null, restoredFrom: null, isTakeover };
      const { path, snapshotId, checkpointId } = latest;
      return {
        restore: { path, allowNonRestoredState, claimMode: latest.kind === 'CHECKPOINT' ? 'CLAIM' : 'NO_CLAIM' },
        restoredFrom: { path, snapshotId, checkpointId },
        isTakeover,
      };
    }
  }
}

/**
 * Throws SNAPSHOT_NOT_FOUND when the newest checkpoint of a run that has been at work is on record, and neither it nor a newer one can be read on
 * storage: to go on from older state, or from none, would repeat what sinks have committed since.
 */
export function ensureStateIsThere({
  run,
  snapshots,
  lastCompleted,
}: {
  readonly run: Run;
  readonly snapshots: readonly SnapshotDescription[];
  /** The run's newest checkpoint that the database knows complete; no savepoint. */
  readonly lastCompleted: Pick<Checkpoint, 'id' | 'externalPath'> | null;
}): void {
  const own = greatestId(snapshots.filter((snapshot) => snapshot.runId === run.id));
  if (run.epoch === 0 || lastCompleted === null || own >= lastCompleted.id) return;
  throw new JobTargetError(
    'SNAPSHOT_NOT_FOUND',
    `Checkpoint ${lastCompleted.id} of this run has completed, but ${lastCompleted.externalPath ?? 'its folder'} is not there or cannot be read. ` +
      'Bring it back (is the snapshot folder mounted?) and start the job from it, or start the job from another snapshot.',
  );
}

/** To begin from an older snapshot than the latest would repeat what sinks have committed since: only a person may choose that. */
function ensureNoneIsPassedOver(checkpointId: number, damaged: readonly DamagedSnapshot[]): void {
  const newer = damaged.find((one) => one.checkpointId > checkpointId);
  if (newer === undefined) return;
  throw new JobTargetError(
    'SNAPSHOT_DAMAGED',
    `The latest snapshot of the job, ${newer.path}, cannot be read. ${newer.damage} Start the job from another snapshot, or remove this one.`,
  );
}

/** The greatest number any snapshot on storage carries; 0 for none. */
export function greatestId(snapshots: readonly Pick<SnapshotDescription, 'checkpointId'>[]): number {
  return snapshots.reduce((greatest, snapshot) => Math.max(greatest, snapshot.checkpointId), 0);
}

/** A stale attempt may have published late, so the epoch counts before the number. */
function newest(snapshots: readonly SnapshotDescription[]): SnapshotDescription | null {
  const sorted = [...snapshots].sort((a, b) => b.epoch - a.epoch || b.checkpointId - a.checkpointId);
  return sorted[0] ?? null;
}

interface Latest {
  readonly path: string;
  readonly snapshotId: string;
  readonly checkpointId: number;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
}

function latestOf(snapshots: readonly SnapshotDescription[], savepoints: readonly Savepoint[]): Latest | null {
  const checkpoint = newest(snapshots);
  const savepoint = savepoints
    .flatMap((one): Latest[] =>
      one.path === null
        ? []
        : [{ path: one.path, snapshotId: one.id, checkpointId: one.checkpointId, kind: 'SAVEPOINT' }],
    )
    .sort((a, b) => b.checkpointId - a.checkpointId)[0];
  if (checkpoint === null || (savepoint !== undefined && savepoint.checkpointId > checkpoint.checkpointId))
    return savepoint ?? null;
  return checkpoint;
}
