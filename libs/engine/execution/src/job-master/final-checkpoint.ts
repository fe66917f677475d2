import type { Random, Timers } from '@weir/kernel';
import type { CheckpointRecord } from '@weir/run-contract';
import type { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { Attempt } from './attempt.ts';

/** From the end of a checkpoint that was under way to the last one, if one is still needed. */
const delayMs = 100;
/** Between two tries, and between two times that a completion is told. */
const retryMs = 1_000;

export interface FinalCheckpointOptions {
  readonly timers: Timers;
  readonly random: Random;
  readonly coordinator: Pick<CoordinatorExecutor, 'tell' | 'request'>;
  /** Whether a checkpoint is in flight. */
  readonly isCheckpointPending: () => boolean;
  /** Whether a stop with savepoint is under way, which ends the tasks unless it fails. */
  readonly isStopUnderWay: () => boolean;
  /** The present attempt. */
  readonly attempt: () => Attempt | null;
}

/**
 * The last checkpoint of a bounded job: its data has ended, so what its sinks hold is committed now, and not an interval later.
 * One that is under way is waited for, and none follows this one: the tasks end with it.
 */
export class FinalCheckpoint {
  readonly #options: FinalCheckpointOptions;
  /** It waits for one that is under way. */
  #isDue = false;

  constructor(options: FinalCheckpointOptions) {
    this.#options = options;
  }

  /** The data of the attempt has ended. Nothing happens when the attempt is over meanwhile. */
  take(attempt: Attempt): void {
    if (!attempt.isRunning || attempt !== this.#options.attempt()) return;
    // A stop that fails leaves tasks behind that still need it.
    if (this.#options.isStopUnderWay()) return this.#takeAgain(attempt);
    this.#isDue = this.#options.isCheckpointPending();
    if (this.#isDue) return;
    const { coordinator } = this.#options;
    coordinator.tell({ kind: 'scheduling-paused' });
    void coordinator
      .request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' })
      .then((answer) =>
        answer.kind === 'completed' ? this.#repeatCompletion(attempt, answer.checkpointId) : this.#onFailed(attempt),
      );
  }

  /** A checkpoint has begun, gone on or ended. */
  onRecord(record: CheckpointRecord): void {
    const attempt = this.#options.attempt();
    if (!this.#isDue || record.status === 'IN_PROGRESS' || attempt === null) return;
    // It may have been the last one already: then the tasks are ending now.
    this.#options.timers.schedule(delayMs, () => this.take(attempt));
  }

  #onFailed(attempt: Attempt): void {
    if (!attempt.isRunning || attempt !== this.#options.attempt()) return;
    // A stop that has begun meanwhile has paused the schedule for itself, and takes it up again when it fails.
    if (!this.#options.isStopUnderWay())
      this.#options.coordinator.tell({ kind: 'scheduling-resumed', random: this.#options.random.next() });
    this.#takeAgain(attempt);
  }

  #takeAgain(attempt: Attempt): void {
    this.#options.timers.schedule(retryMs, () => this.take(attempt));
  }

  /** No checkpoint follows the last one, so a task that has missed its completion is told again until it has ended. */
  #repeatCompletion(attempt: Attempt, checkpointId: number): void {
    this.#options.timers.schedule(retryMs, () => {
      if (attempt !== this.#options.attempt() || attempt.isSettled) return;
      attempt.notifyCompleteToAll(checkpointId);
      this.#repeatCompletion(attempt, checkpointId);
    });
  }
}
