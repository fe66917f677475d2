import { chooseLatest, type RestoreRequest, type SnapshotDescription, type SnapshotListing } from '@weir/run-contract';
import type { Checkpoint, Run } from '@weir/persistence';
import { committedOf, latestOf, type SnapshotRecords } from '../runs/job-snapshots.ts';

export interface RestoreFacts {
  readonly run: Run;
  /** What the job's storage holds. */
  readonly listing: SnapshotListing;
  readonly records: SnapshotRecords;
  /** The run's own newest checkpoint that the database knows complete; no savepoint. */
  readonly ownCommitted: Pick<Checkpoint, 'id' | 'externalPath'> | null;
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
 * storage; without one it begins again as it first did. Throws what {@link chooseLatest} throws.
 */
export function decideRestore({ run, listing, records, ownCommitted }: RestoreFacts): RestoreDecision {
  const isTakeover = run.epoch > 0;
  const own = isTakeover ? ownLatest(run, listing, ownCommitted) : null;
  if (own !== null) {
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
      const latest = latestOf(listing, records);
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

/** Damaged ones of other runs are no concern of a run that has left nothing. */
function ownLatest(
  run: Run,
  { readable, damaged }: SnapshotListing,
  committed: RestoreFacts['ownCommitted'],
): SnapshotDescription | null {
  const candidates = readable.filter((snapshot) => snapshot.runId === run.id);
  const suspects = candidates.length > 0 || committed !== null ? damaged : [];
  return chooseLatest({ candidates, damaged: suspects, committed: committedOf(committed) });
}

/** The greatest number any snapshot on storage carries; 0 for none. */
export function greatestId(snapshots: readonly Pick<SnapshotDescription, 'checkpointId'>[]): number {
  return snapshots.reduce((greatest, snapshot) => Math.max(greatest, snapshot.checkpointId), 0);
}
