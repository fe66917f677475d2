import { assertNever } from '@weir/kernel';

/** From the end of a checkpoint that was under way to the last one, if one is still needed. */
export const afterOtherMs = 100;
/** Between two tries, and between two times that a completion is told. */
export const againMs = 1_000;

export type FinalCheckpointEvent =
  /** No task of the attempt emits rows any more, and some wait for their last checkpoint. */
  | { readonly kind: 'data-ended' }
  /** Any checkpoint of the run has completed or failed. */
  | { readonly kind: 'checkpoint-ended' }
  | { readonly kind: 'timer-fired' }
  /** The answer to `request-checkpoint`. */
  | { readonly kind: 'completed'; readonly checkpointId: number }
  | { readonly kind: 'failed' };

export interface FinalCheckpointFacts {
  /** Whether a checkpoint is in flight. */
  readonly isCheckpointPending: boolean;
  /** Whether a stop with savepoint is under way, which ends the tasks unless it fails, and holds the schedule meanwhile. */
  readonly isStopUnderWay: boolean;
}

export type FinalCheckpointEffect =
  | { readonly kind: 'arm-timer'; readonly delayMs: number }
  | { readonly kind: 'pause-scheduling' }
  | { readonly kind: 'resume-scheduling' }
  | { readonly kind: 'request-checkpoint' }
  /** Tell every task once more that it is complete. */
  | { readonly kind: 'notify-again'; readonly checkpointId: number };

export type FinalCheckpointPhase = 'DATA_FLOWS' | 'WAITING' | 'OTHER_UNDER_WAY' | 'REQUESTED' | 'COMPLETED';

/**
 * The last checkpoint of a bounded job, as one state machine: the data of an attempt has ended, so what its sinks hold is committed now,
 * and not an interval later. One that is under way is waited for, as it may be the last one already. None follows this one: the tasks
 * end with it. What an ended attempt is told means nothing; the next one has a machine of its own.
 */
export class FinalCheckpoint {
  #phase: FinalCheckpointPhase = 'DATA_FLOWS';
  #completedId = 0;

  get phase(): FinalCheckpointPhase {
    return this.#phase;
  }

  step(event: FinalCheckpointEvent, facts: FinalCheckpointFacts): readonly FinalCheckpointEffect[] {
    switch (this.#phase) {
      case 'DATA_FLOWS':
        return event.kind === 'data-ended' ? this.#try(facts) : [];
      case 'WAITING':
        return event.kind === 'timer-fired' ? this.#try(facts) : [];
      case 'OTHER_UNDER_WAY':
        return event.kind === 'checkpoint-ended' ? this.#wait(afterOtherMs) : [];
      case 'REQUESTED':
        if (event.kind === 'completed') return this.#complete(event.checkpointId);
        return event.kind === 'failed' ? this.#fail(facts) : [];
      case 'COMPLETED':
        return event.kind === 'timer-fired' ? this.#notifyAgain() : [];
      default:
        return assertNever(this.#phase);
    }
  }

  /** A stop that fails leaves tasks behind that still need it. */
  #try({ isCheckpointPending, isStopUnderWay }: FinalCheckpointFacts): readonly FinalCheckpointEffect[] {
    if (isStopUnderWay) return this.#wait(againMs);
    this.#phase = isCheckpointPending ? 'OTHER_UNDER_WAY' : 'REQUESTED';
    return isCheckpointPending ? [] : [{ kind: 'pause-scheduling' }, { kind: 'request-checkpoint' }];
  }

  #wait(delayMs: number): readonly FinalCheckpointEffect[] {
    this.#phase = 'WAITING';
    return [{ kind: 'arm-timer', delayMs }];
  }

  #complete(checkpointId: number): readonly FinalCheckpointEffect[] {
    this.#phase = 'COMPLETED';
    this.#completedId = checkpointId;
    return [{ kind: 'arm-timer', delayMs: againMs }];
  }

  /** A stop that has begun meanwhile has paused the schedule for itself, and takes it up again when it fails. */
  #fail({ isStopUnderWay }: FinalCheckpointFacts): readonly FinalCheckpointEffect[] {
    return [...(isStopUnderWay ? [] : [{ kind: 'resume-scheduling' as const }]), ...this.#wait(againMs)];
  }

  /** No checkpoint follows the last one, so a task that has missed its completion is told again until it has ended. */
  #notifyAgain(): readonly FinalCheckpointEffect[] {
    return [
      { kind: 'notify-again', checkpointId: this.#completedId },
      { kind: 'arm-timer', delayMs: againMs },
    ];
  }
}
