import type { Epoch } from '@weir/kernel';
import { trustedNumber } from '@weir/kernel';
import type { CheckpointRecord } from '@weir/run-contract';

/** What Postgres keeps in the real system and no crash of a host takes away: the job's epoch and its present run. */
export class ControlPlane {
  #epoch = 0;
  #lastCheckpointId = 0;
  #lastCompletedId = 0;
  #hasEnded = false;
  /** The host that owns the run; an older one gets no epoch any more. */
  #owner = 0;
  readonly #ownerOf = new Map<number, number>();

  /** A new owner; older ones are refused from now on. */
  takeOver(): number {
    this.#owner += 1;
    return this.#owner;
  }

  acquireEpoch(owner: number): Epoch | null {
    if (owner !== this.#owner) return null;
    this.#epoch += 1;
    this.#ownerOf.set(this.#epoch, owner);
    return trustedNumber<Epoch>(this.#epoch);
  }

  /** Who was given that epoch; undefined when nobody was. */
  ownerOf(epoch: number): number | undefined {
    return this.#ownerOf.get(epoch);
  }

  beginRun(): void {
    this.#hasEnded = false;
  }

  /** Whether the end that this owner reports is on record: an older owner's is not. */
  confirmEnd(owner: number): boolean {
    if (owner !== this.#owner) return false;
    this.#hasEnded = true;
    return true;
  }

  /** The present run has ended, on record. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get epoch(): number {
    return this.#epoch;
  }

  sawCheckpoint(id: number, status: CheckpointRecord['status']): void {
    this.#lastCheckpointId = Math.max(this.#lastCheckpointId, id);
    if (status === 'COMPLETED') this.#lastCompletedId = Math.max(this.#lastCompletedId, id);
  }

  /** Of those that any owner told of; 0 for none. */
  get lastCompletedId(): number {
    return this.#lastCompletedId;
  }

  /** Greater than every id any owner told of. */
  get nextCheckpointId(): number {
    return this.#lastCheckpointId + 1;
  }
}
