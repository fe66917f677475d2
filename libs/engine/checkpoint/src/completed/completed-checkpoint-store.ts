import { invariant } from '@weir/kernel';
import { nameOf, type StateFile } from '@weir/engine-core';
import type { CheckpointRetentionPolicy, FinalJobState } from '../retention/checkpoint-retention-policy.ts';
import { isDiscarded } from '../retention/is-discarded.ts';
import type { CompletedCheckpoint } from './completed-checkpoint.ts';
import { SharedFileRegistry, type SharedFile } from './shared-file-registry.ts';
import { subsumable } from './subsume.ts';

/** What is to be deleted after a change of the store. */
export interface Discards {
  readonly snapshots: readonly CompletedCheckpoint[];
  readonly sharedFiles: readonly SharedFile[];
}

/**
 * The completed checkpoints that this job may restore from, in rising order of ids, at most `retainedMax` of them unless the rules
 * of {@link subsumable} keep one more.
 */
export class CompletedCheckpointStore {
  readonly #retainedMax: number;
  readonly #policy: CheckpointRetentionPolicy;
  readonly #registry = new SharedFileRegistry();
  #checkpoints: readonly CompletedCheckpoint[] = [];

  constructor(retainedMax: number, policy: CheckpointRetentionPolicy) {
    this.#retainedMax = retainedMax;
    this.#policy = policy;
  }

  get all(): readonly CompletedCheckpoint[] {
    return this.#checkpoints;
  }

  get latest(): CompletedCheckpoint | null {
    return this.#checkpoints.at(-1) ?? null;
  }

  /** Whether a completed checkpoint may use this file. */
  isInUse(location: string, file: StateFile): boolean {
    return this.#registry.has(location, file);
  }

  add(checkpoint: CompletedCheckpoint): Discards {
    const isKnown = this.#checkpoints.some((known) => known.checkpointId === checkpoint.checkpointId);
    invariant(!isKnown, 'A checkpoint completes once.', { checkpointId: checkpoint.checkpointId });
    const { manifest } = checkpoint;
    // What small files hold is read from the storage when it is wanted.
    const named = { ...checkpoint, manifest: { ...manifest, files: manifest.files.map(nameOf) } };
    this.#checkpoints = [...this.#checkpoints, named].sort((left, right) => left.checkpointId - right.checkpointId);
    this.#registry.register({
      checkpointId: checkpoint.checkpointId,
      location: checkpoint.path,
      files: checkpoint.manifest.files,
      ownership: checkpoint.ownership,
    });
    return this.#remove(subsumable(this.#checkpoints, this.#retainedMax));
  }

  /** The run is over: what the policy does not keep goes, but nothing of a suspended job, which is to be resumed. The store is empty afterwards. */
  shutdown(state: FinalJobState): Discards {
    const checkpoints = this.#checkpoints;
    if (state === 'SUSPENDED') {
      this.#checkpoints = [];
      return { snapshots: [], sharedFiles: [] };
    }
    const snapshots = checkpoints.filter(
      (checkpoint) => isOwned(checkpoint) && isDiscarded({ kind: 'CHECKPOINT', policy: this.#policy, fate: state }),
    );
    this.#checkpoints = [];
    const isAnyKept = snapshots.length < checkpoints.filter(isOwned).length;
    return { snapshots, sharedFiles: isAnyKept ? [] : this.#registry.unregisterUnused(Number.POSITIVE_INFINITY) };
  }

  #remove(subsumed: readonly CompletedCheckpoint[]): Discards {
    this.#checkpoints = this.#checkpoints.filter((checkpoint) => !subsumed.includes(checkpoint));
    const lowestRetainedId = this.#checkpoints[0]?.checkpointId ?? Number.POSITIVE_INFINITY;
    return { snapshots: subsumed.filter(isOwned), sharedFiles: this.#registry.unregisterUnused(lowestRetainedId) };
  }
}

/** All policies discard what was subsumed, so that only ownership decides. */
function isOwned(checkpoint: CompletedCheckpoint): boolean {
  return checkpoint.ownership === 'OWNED';
}
