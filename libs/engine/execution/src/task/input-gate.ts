import type { ChannelReceiver, ReceivedElement } from '@weir/engine-core';
import type { BarrierHandler } from '@weir/engine-checkpoint';

/** One input channel of a task, as the plan laid it. */
export interface InputChannel {
  readonly receiver: ChannelReceiver;
  /** Which input of the vertex's first operator. */
  readonly input: number;
  readonly fromUid: string;
  readonly fromSubtask: number;
}

/**
 * All input channels of a task, polled in turn. A channel that the alignment blocks is not polled: what it holds stays in its
 * buffers, and the sender runs out of credits.
 */
export class InputGate {
  readonly channels: readonly InputChannel[];
  readonly #handler: Pick<BarrierHandler, 'isBlocked'>;
  readonly #hasEnded: boolean[];
  #next = 0;
  #openChannels: number;
  #polled = 0;

  constructor(channels: readonly InputChannel[], handler: Pick<BarrierHandler, 'isBlocked'>) {
    this.channels = channels;
    this.#handler = handler;
    this.#hasEnded = channels.map(() => false);
    this.#openChannels = channels.length;
  }

  /** Channels whose end of input has not come. */
  get openChannels(): number {
    return this.#openChannels;
  }

  /** The channel of the last polled element. */
  get polledChannel(): number {
    return this.#polled;
  }

  /** The next element of any open channel that is not blocked; undefined when there is none now. */
  poll(): ReceivedElement | undefined {
    const count = this.channels.length;
    for (let tried = 0; tried < count; tried += 1) {
      const index = this.#next;
      this.#next = index + 1 === count ? 0 : index + 1;
      if (this.#hasEnded[index] === true || this.#handler.isBlocked(index)) continue;
      const element = this.channels[index]?.receiver.poll();
      if (element === undefined) continue;
      this.#polled = index;
      if (element.kind === 'end-of-input') this.#end(index);
      return element;
    }
    return undefined;
  }

  #end(index: number): void {
    this.#hasEnded[index] = true;
    this.#openChannels -= 1;
  }
}
