import { StopWithSavepoint, type StopEffect, type StopEvent, type StopRequest } from '@weir/engine-checkpoint';
import { assertNever, type IdSource, type Random, type Timers } from '@weir/kernel';
import type { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { FailureReport } from '../engine-error.ts';

const notifyAgainMs = 1_000;

export interface StopOptions {
  /** Finish the operators before the savepoint; the job cannot go on from it as if nothing had been. */
  readonly isDraining: boolean;
  /** Absolute; null takes the storage's own folder. */
  readonly directory: string | null;
}

/** How a stop with savepoint was answered. */
export type StopAnswer =
  { readonly kind: 'stopped'; readonly path: string } | { readonly kind: 'refused'; readonly message: string };

export interface SavepointStopOptions {
  readonly jobId: string;
  readonly ids: IdSource;
  readonly random: Random;
  readonly coordinator: CoordinatorExecutor;
  readonly failAttempt: (failure: FailureReport) => void;
  readonly timers: Timers;
  /** Tells the tasks once more that the checkpoint is complete. */
  readonly notifyAgain: (checkpointId: number) => void;
}

/** Carries out stops with savepoint, one at a time; what follows from what is decided by StopWithSavepoint. */
export class SavepointStop {
  readonly #options: SavepointStopOptions;
  #present: { readonly machine: StopWithSavepoint; readonly answer: (answer: StopAnswer) => void } | null = null;

  constructor(options: SavepointStopOptions) {
    this.#options = options;
  }

  get isUnderWay(): boolean {
    return this.#present !== null;
  }

  begin(options: StopOptions): Promise<StopAnswer> {
    if (this.#present !== null)
      return Promise.resolve({ kind: 'refused', message: 'A stop with savepoint is under way already.' });
    const { ids, jobId } = this.#options;
    const machine = new StopWithSavepoint({ requestId: ids.uuid(), jobId, ...options });
    return new Promise((answer) => {
      this.#present = { machine, answer };
      this.#carryOut(machine.begin());
    });
  }

  /** The tasks of the attempt are gone. `notFinished` names those that ended otherwise than FINISHED. */
  onTasksEnded(notFinished: readonly string[]): void {
    this.#step({ kind: 'tasks-ended', notFinished });
  }

  onRunEnded(): void {
    this.#answer({ kind: 'refused', message: 'The run has ended.' });
  }

  #step(event: StopEvent): void {
    if (this.#present !== null) this.#carryOut(this.#present.machine.step(event));
  }

  #carryOut(effects: readonly StopEffect[]): void {
    const { coordinator, random, failAttempt } = this.#options;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'pause-scheduling':
          coordinator.tell({ kind: 'scheduling-paused' });
          break;
        case 'request-savepoint':
          void this.#requestSavepoint(effect.request);
          break;
        case 'resume-scheduling':
          coordinator.tell({ kind: 'scheduling-resumed', random: random.next() });
          break;
        case 'fail-over':
          failAttempt({ code: 'STOP_FAILED', message: effect.message, stack: null, operatorUid: null, subtask: null });
          break;
        case 'resolve-stop':
          this.#answer({ kind: 'stopped', path: effect.path });
          break;
        case 'reject-stop':
          this.#answer({ kind: 'refused', message: effect.message });
          break;
        default:
          assertNever(effect);
      }
    }
  }

  async #requestSavepoint({ isDraining, directory }: StopRequest): Promise<void> {
    const answer = await this.#options.coordinator.request({ kind: 'STOP', isDraining, directory });
    if (answer.kind === 'completed') {
      this.#step({ kind: 'savepoint-completed', path: answer.path });
      this.#repeat(answer.checkpointId);
      return;
    }
    const { message, checkpointId, reason } = answer;
    // Without an id, or a folder for its files, no task was told.
    const mayBeTriggered = checkpointId !== null && reason !== 'IO_EXCEPTION';
    this.#step({ kind: 'savepoint-failed', message, mayBeTriggered });
  }

  /** No later checkpoint would make up for a notification that a task has missed: it is repeated until the tasks have ended. */
  #repeat(checkpointId: number): void {
    const { timers, notifyAgain } = this.#options;
    const present = this.#present;
    timers.schedule(notifyAgainMs, () => {
      if (present === null || this.#present !== present) return;
      notifyAgain(checkpointId);
      this.#repeat(checkpointId);
    });
  }

  #answer(answer: StopAnswer): void {
    const resolve = this.#present?.answer;
    this.#present = null;
    resolve?.(answer);
  }
}
