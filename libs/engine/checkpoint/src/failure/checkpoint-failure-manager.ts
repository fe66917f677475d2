import { checkpointFailureReasons, type CheckpointFailureReason } from './checkpoint-failure-reason.ts';

export interface CheckpointFailure {
  /** Null: it failed before it got an id. */
  readonly checkpointId: number | null;
  readonly reason: CheckpointFailureReason;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  /** Whether it is the savepoint of a stop. */
  readonly isSynchronous: boolean;
  /** TASK: a task said so. COORDINATOR: it was noticed on the coordinator's side (expiry, storage). */
  readonly origin: 'TASK' | 'COORDINATOR';
}

/**
 * Counts consecutive failures against `tolerableFailedCheckpoints`. Each id counts once, ids below the last success do not
 * count, any success begins anew. A savepoint's failure on the coordinator's side never counts; a task's failure in
 * the savepoint of a stop always fails the job.
 */
export class CheckpointFailureManager {
  readonly #tolerable: number;
  readonly #countedIds = new Set<number>();
  #consecutiveFailures = 0;
  #lastSucceededId = 0;

  constructor(tolerableFailedCheckpoints: number) {
    this.#tolerable = tolerableFailedCheckpoints;
  }

  get consecutiveFailures(): number {
    return this.#consecutiveFailures;
  }

  onSuccess(checkpointId: number): void {
    if (checkpointId <= this.#lastSucceededId) return;
    this.#lastSucceededId = checkpointId;
    this.#clear();
  }

  /** The message with which the job must fail; null: it goes on. */
  onFailure(failure: CheckpointFailure): string | null {
    if (failure.origin === 'TASK' && failure.isSynchronous) {
      return `A task failed in the savepoint of a stop: ${checkpointFailureReasons[failure.reason].description}`;
    }
    if (failure.origin === 'COORDINATOR' && failure.kind === 'SAVEPOINT') return null;
    if (!this.#count(failure)) return null;
    if (this.#consecutiveFailures <= this.#tolerable) return null;
    this.#clear();
    return (
      `Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to ` +
      `${checkpointFailureReasons[failure.reason].description} (${failure.reason}); ` +
      `view the job's checkpoint history or the log to find out why checkpoints keep failing.`
    );
  }

  #count({ checkpointId, reason }: CheckpointFailure): boolean {
    if (this.#tolerable === Number.POSITIVE_INFINITY || !checkpointFailureReasons[reason].countsAgainstTolerance)
      return false;
    if (checkpointId !== null) {
      if (checkpointId <= this.#lastSucceededId || this.#countedIds.has(checkpointId)) return false;
      this.#countedIds.add(checkpointId);
    }
    this.#consecutiveFailures += 1;
    return true;
  }

  #clear(): void {
    this.#consecutiveFailures = 0;
    this.#countedIds.clear();
  }
}
