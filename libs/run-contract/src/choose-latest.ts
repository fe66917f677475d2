import type { CheckpointKind } from './checkpoint-record.ts';
import { JobTargetError } from './job-target.ts';
import type { DamagedSnapshot } from './snapshot.ts';

/** A snapshot that a job may go on from. */
export interface SnapshotCandidate {
  readonly path: string;
  readonly snapshotId: string;
  readonly checkpointId: number;
  readonly kind: CheckpointKind;
  /** Null where only the database knows it. */
  readonly epoch: number | null;
}

export interface LatestFacts<Candidate extends SnapshotCandidate> {
  /** What can be read. */
  readonly candidates: readonly Candidate[];
  /** What is there and cannot be read. */
  readonly damaged: readonly DamagedSnapshot[];
  /** The newest on record whose completion made sinks commit: a checkpoint, or the savepoint of a stop; null: none ever completed. */
  readonly committed: { readonly checkpointId: number; readonly path: string | null } | null;
}

/**
 * The one rule of where "the latest" is. Null: nothing ever completed, so to begin empty repeats nothing. To go on from an older snapshot, or
 * from none, where sinks have committed with a newer one would repeat what they wrote, so only a person may choose that: throws
 * SNAPSHOT_DAMAGED or SNAPSHOT_NOT_FOUND and names what is missing.
 */
export function chooseLatest<Candidate extends SnapshotCandidate>(facts: LatestFacts<Candidate>): Candidate | null {
  const { candidates, damaged, committed } = facts;
  const latest = newestOf(candidates);
  const chosenId = latest?.checkpointId ?? 0;
  const unreadable = damaged.find(({ checkpointId }) => checkpointId > chosenId);
  if (unreadable !== undefined) {
    throw new JobTargetError(
      'SNAPSHOT_DAMAGED',
      `The latest snapshot of the job, ${unreadable.path}, cannot be read. ${unreadable.damage} Start the job from another snapshot, or remove this one.`,
    );
  }
  if (committed !== null && committed.checkpointId > chosenId) {
    const where = committed.path === null ? '' : ` (${committed.path})`;
    throw new JobTargetError(
      'SNAPSHOT_NOT_FOUND',
      `The latest snapshot of the job, ${committed.checkpointId}${where}, is not there any more. Bring it back, start the job from another snapshot by name, or start it empty.`,
    );
  }
  return latest;
}

/** A stale attempt may have published late, so among checkpoints the epoch counts before the number. */
function newestOf<Candidate extends SnapshotCandidate>(candidates: readonly Candidate[]): Candidate | null {
  const of = (kind: SnapshotCandidate['kind']): readonly Candidate[] => candidates.filter((one) => one.kind === kind);
  const epochOf = (one: Candidate): number => one.epoch ?? 0;
  const byNumber = (left: Candidate, right: Candidate): number => right.checkpointId - left.checkpointId;
  const [checkpoint] = of('CHECKPOINT').toSorted(
    (left, right) => epochOf(right) - epochOf(left) || byNumber(left, right),
  );
  const [savepoint] = of('SAVEPOINT').toSorted(byNumber);
  if (checkpoint === undefined || savepoint === undefined) return checkpoint ?? savepoint ?? null;
  return savepoint.checkpointId > checkpoint.checkpointId ? savepoint : checkpoint;
}
