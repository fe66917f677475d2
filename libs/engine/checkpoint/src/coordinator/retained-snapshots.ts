import type { StateFile } from '@weir/engine-core';
import type { CompletedCheckpoint } from '../completed/completed-checkpoint.ts';
import { CompletedCheckpointStore, type Discards } from '../completed/completed-checkpoint-store.ts';
import type { FinalJobState } from '../retention/checkpoint-retention-policy.ts';
import type { CoordinatorConfig } from './coordinator-config.ts';
import type { RestoredSnapshot } from './coordinator-event.ts';
import type { EffectLog } from './effect-log.ts';

/** What the run may restore from, and the deletion of what it no longer needs. */
export class RetainedSnapshots {
  readonly #config: CoordinatorConfig;
  readonly #effects: EffectLog;
  readonly #cleaning = new Set<number>();
  /** Snapshots from outside that this run was started from. */
  readonly #adoptedIds = new Set<number>();
  #store: CompletedCheckpointStore;
  /** The savepoint of a stop that the tasks may have committed although the stop then failed. */
  #stopSavepoint: CompletedCheckpoint | null = null;

  constructor(config: CoordinatorConfig, effects: EffectLog) {
    this.#config = config;
    this.#effects = effects;
    this.#store = new CompletedCheckpointStore(config.retainedCheckpoints, config.retention);
  }

  get all(): readonly CompletedCheckpoint[] {
    return this.#store.all;
  }

  /** Snapshots that are being deleted. */
  get cleaningCount(): number {
    return this.#cleaning.size;
  }

  get restorePoint(): CompletedCheckpoint | null {
    const { latest } = this.#store;
    const stop = this.#stopSavepoint;
    return stop !== null && stop.checkpointId > (latest?.checkpointId ?? 0) ? stop : latest;
  }

  /** The newest checkpoint that the tasks have been told of; 0 for none. */
  get latestCompletedId(): number {
    return this.restorePoint?.checkpointId ?? 0;
  }

  isInUse(location: string, file: StateFile): boolean {
    return this.#store.isInUse(location, file);
  }

  /** Returns what is too much now; it goes to {@link discardAll} after the tasks have been told. */
  add(completed: CompletedCheckpoint): Discards {
    if (!completed.isSynchronous) return this.#store.add(completed);
    this.#stopSavepoint = completed;
    return { snapshots: [], sharedFiles: [] };
  }

  /**
   * Takes the run's own checkpoints, and the savepoint of its stop, as the storage lists them, oldest first; what it adopted from
   * outside is not among those, and stays.
   */
  recover(checkpoints: readonly CompletedCheckpoint[]): void {
    const listedIds = new Set(checkpoints.map(({ checkpointId }) => checkpointId));
    const adopted = this.#store.all.filter(
      ({ checkpointId }) => this.#adoptedIds.has(checkpointId) && !listedIds.has(checkpointId),
    );
    this.#store = new CompletedCheckpointStore(this.#config.retainedCheckpoints, this.#config.retention);
    for (const checkpoint of [...adopted, ...checkpoints]) this.discardAll(this.add(checkpoint));
  }

  /** A snapshot from outside becomes this run's first restore point; with NO_CLAIM it is never deleted. */
  adopt({ checkpoint, claim }: RestoredSnapshot): void {
    const isKnown = this.#store.all.some((known) => known.checkpointId === checkpoint.checkpointId);
    if (claim === 'OWN' || isKnown) return;
    this.#adoptedIds.add(checkpoint.checkpointId);
    this.discardAll(this.#store.add({ ...checkpoint, ownership: claim === 'CLAIM' ? 'OWNED' : 'NOT_OWNED' }));
  }

  discard(checkpointId: number, path: string): void {
    this.#cleaning.add(checkpointId);
    this.#effects.push({ kind: 'discard-snapshot', checkpointId, path });
  }

  onDiscarded(checkpointId: number): void {
    this.#cleaning.delete(checkpointId);
  }

  shutdown(state: FinalJobState): void {
    this.discardAll(this.#store.shutdown(state));
  }

  discardAll({ snapshots, sharedFiles }: Discards): void {
    for (const { checkpointId, path } of snapshots) this.discard(checkpointId, path);
    for (const { location, file } of sharedFiles)
      this.#effects.push({ kind: 'discard-files', location, files: [file] });
  }
}
