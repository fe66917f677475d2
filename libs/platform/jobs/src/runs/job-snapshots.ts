import { chooseLatest, type JobTarget, type SnapshotCandidate, type SnapshotListing } from '@weir/run-contract';
import type { JobId } from '@weir/kernel';
import type { Checkpoint, Repositories, Savepoint, Store } from '@weir/persistence';

/** Everything that the storages of a job's runs hold, wherever its versions have put it. */
export async function listJobSnapshots(
  { store, target }: { readonly store: Store; readonly target: JobTarget },
  jobId: JobId,
): Promise<SnapshotListing> {
  const paths = await store.read(({ jobs }) => jobs.storagePaths(jobId));
  const listings: SnapshotListing[] = [];
  for (const path of paths) listings.push(await target.listSnapshots(jobId, path));
  return {
    readable: listings.flatMap(({ readable }) => readable),
    damaged: listings.flatMap(({ damaged }) => damaged),
  };
}

/** What the database knows of a job's snapshots. */
export interface SnapshotRecords {
  /** Completed savepoints; they may lie outside the job's storage. */
  readonly savepoints: readonly Savepoint[];
  readonly committed: Pick<Checkpoint, 'id' | 'externalPath'> | null;
}

export async function readSnapshotRecords(repositories: Repositories, jobId: JobId): Promise<SnapshotRecords> {
  return {
    savepoints: await repositories.savepoints.completedOf(jobId),
    committed: await repositories.checkpoints.lastCommitted(jobId),
  };
}

/** The snapshot that the job goes on from; see {@link chooseLatest}. */
export function latestOf(
  { readable, damaged }: SnapshotListing,
  { savepoints, committed }: SnapshotRecords,
): SnapshotCandidate | null {
  const known = savepoints.flatMap(({ id, path, checkpointId }): SnapshotCandidate[] =>
    path === null ? [] : [{ path, snapshotId: id, checkpointId, kind: 'SAVEPOINT', epoch: null }],
  );
  return chooseLatest({ candidates: [...readable, ...known], damaged, committed: committedOf(committed) });
}

/** A record as the rule takes it. */
export function committedOf(
  record: Pick<Checkpoint, 'id' | 'externalPath'> | null,
): { readonly checkpointId: number; readonly path: string | null } | null {
  return record === null ? null : { checkpointId: record.id, path: record.externalPath };
}
