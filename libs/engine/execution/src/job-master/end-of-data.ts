import { FinalCheckpoint, type FinalCheckpointEffect, type FinalCheckpointEvent } from '@weir/engine-checkpoint';
import { assertNever, type Random, type Timers } from '@weir/kernel';
import type { CoordinatorExecutor } from '../coordinator/coordinator-executor.ts';
import type { Attempt } from './attempt.ts';

export interface EndOfDataOptions {
  readonly attempt: Pick<Attempt, 'isRunning' | 'notifyCompleteToAll'>;
  readonly coordinator: Pick<CoordinatorExecutor, 'tell' | 'request'>;
  readonly timers: Timers;
  readonly random: Random;
  readonly isCheckpointPending: () => boolean;
  readonly isStopUnderWay: () => boolean;
}

/** Carries out the last checkpoint of an attempt whose data ends; what follows from what is decided by FinalCheckpoint. */
export class EndOfData {
  readonly #options: EndOfDataOptions;
  readonly #machine = new FinalCheckpoint();

  constructor(options: EndOfDataOptions) {
    this.#options = options;
  }

  /** Nothing happens once the attempt is over. */
  tell(event: FinalCheckpointEvent): void {
    const { attempt, isCheckpointPending, isStopUnderWay } = this.#options;
    if (!attempt.isRunning) return;
    const facts = { isCheckpointPending: isCheckpointPending(), isStopUnderWay: isStopUnderWay() };
    for (const effect of this.#machine.step(event, facts)) this.#carryOut(effect);
  }

  #carryOut(effect: FinalCheckpointEffect): void {
    const { attempt, coordinator, timers, random } = this.#options;
    switch (effect.kind) {
      case 'arm-timer':
        timers.schedule(effect.delayMs, () => this.tell({ kind: 'timer-fired' }));
        return;
      case 'pause-scheduling':
        return coordinator.tell({ kind: 'scheduling-paused' });
      case 'resume-scheduling':
        return coordinator.tell({ kind: 'scheduling-resumed', random: random.next() });
      case 'request-checkpoint':
        void this.#request();
        return;
      case 'notify-again':
        return attempt.notifyCompleteToAll(effect.checkpointId);
      default:
        return assertNever(effect);
    }
  }

  async #request(): Promise<void> {
    const request = { kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' } as const;
    const answer = await this.#options.coordinator.request(request);
    if (answer.kind === 'completed') this.tell({ kind: 'completed', checkpointId: answer.checkpointId });
    else this.tell({ kind: 'failed' });
  }
}
