import type { AlignmentDecision, ArrivalTime } from '@weir/engine-checkpoint';
import type { CheckpointBarrier } from '@weir/engine-core';
import { assertNever, invariant } from '@weir/kernel';
import type { OperatorChain } from './operator-chain.ts';
import { idle, processed, type Taken, type TaskInput } from './task-input.ts';

/** A source at the head of a chain. It aligns nothing: its snapshot begins with the trigger, between two batches. */
export class SourceInput implements TaskInput {
  readonly isSource = true;
  readonly channels = [];
  readonly hasEnded = true;
  readonly #chain: OperatorChain;
  #wakeAt: number | null = null;

  constructor(chain: OperatorChain) {
    invariant(chain.head.body.kind === 'source', 'A source task begins with a source.', { uid: chain.head.uid });
    this.#chain = chain;
  }

  get wakeAt(): number | null {
    return this.#wakeAt;
  }

  take(): Taken {
    this.#wakeAt = null;
    const result = this.#chain.poll();
    switch (result.kind) {
      case 'progressed':
        return processed;
      case 'idle':
        this.#wakeAt = result.wakeAt;
        return idle;
      case 'done':
        return { kind: 'data-ended', mode: 'DRAIN' };
      default:
        return assertNever(result);
    }
  }

  onTrigger(barrier: CheckpointBarrier, { wallTime }: ArrivalTime): readonly AlignmentDecision[] {
    const startDelay = Math.max(0, wallTime - barrier.timestamp);
    return [{ kind: 'trigger', barrier, timing: { startDelay, alignmentDuration: 0, processedData: 0, channels: [] } }];
  }

  onAborted(): readonly AlignmentDecision[] {
    return [];
  }
}
