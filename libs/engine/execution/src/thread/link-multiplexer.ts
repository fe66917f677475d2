import { invariant } from '@weir/kernel';
import type { ChannelReceiver, ChannelSender, ControlElement, ReceivedElement } from '@weir/engine-core';
import { channelOf, isReturned, markReturned, markSent } from './buffer-routing.ts';
import { CreditPool, type ChannelSize } from './credit-pool.ts';
import { ElementQueue } from './element-queue.ts';
import type { LinkMessage, ThreadLink } from './thread-link.ts';

/** All channels between this thread and one other, over their one link. */
export class LinkMultiplexer {
  readonly #link: ThreadLink;
  readonly #senders = new Map<number, CreditPool>();
  readonly #receivers = new Map<number, ElementQueue<ReceivedElement>>();

  constructor(link: ThreadLink) {
    this.#link = link;
  }

  /** The sending end of a channel whose receiver lives in the other thread. */
  sender(channel: number, size: ChannelSize): ChannelSender {
    const pool = new CreditPool(size);
    this.#senders.set(channel, pool);
    return new RemoteSender(channel, pool, this.#link);
  }

  /** The receiving end of a channel whose sender lives in the other thread. */
  receiver(channel: number): ChannelReceiver {
    const queue = new ElementQueue<ReceivedElement>();
    this.#receivers.set(channel, queue);
    return new RemoteReceiver(queue, this.#link);
  }

  /** Takes at most `limit` messages that have arrived to their channels. Returns how many there were. */
  drain(limit: number): number {
    let taken = 0;
    while (taken < limit) {
      const message = this.#link.receive();
      if (message === undefined) break;
      this.#dispatch(message);
      taken += 1;
    }
    return taken;
  }

  close(): void {
    this.#link.close();
  }

  #dispatch(message: LinkMessage): void {
    if (!(message instanceof ArrayBuffer)) {
      this.#queue(message.channel).push(message.element);
      return;
    }
    const channel = channelOf(message);
    if (isReturned(message)) {
      const pool = this.#senders.get(channel);
      invariant(pool, 'A buffer came back to a channel that does not exist.', { channel });
      pool.giveBack(message);
    } else {
      this.#queue(channel).push({ kind: 'buffer', buffer: message });
    }
  }

  #queue(channel: number): ElementQueue<ReceivedElement> {
    const queue = this.#receivers.get(channel);
    invariant(queue, 'An element arrived on a channel that does not exist.', { channel });
    return queue;
  }
}

class RemoteSender implements ChannelSender {
  readonly #channel: number;
  readonly #pool: CreditPool;
  readonly #link: ThreadLink;

  constructor(channel: number, pool: CreditPool, link: ThreadLink) {
    this.#channel = channel;
    this.#pool = pool;
    this.#link = link;
  }

  get isWritable(): boolean {
    return this.#pool.hasCredit;
  }

  take(bytes?: number): ArrayBuffer {
    return this.#pool.take(bytes);
  }

  sendBuffer(buffer: ArrayBuffer): void {
    markSent(buffer, this.#channel);
    this.#link.post(buffer);
  }

  sendControl(element: ControlElement): void {
    this.#link.post({ channel: this.#channel, element });
  }
}

class RemoteReceiver implements ChannelReceiver {
  readonly #queue: ElementQueue<ReceivedElement>;
  readonly #link: ThreadLink;

  constructor(queue: ElementQueue<ReceivedElement>, link: ThreadLink) {
    this.#queue = queue;
    this.#link = link;
  }

  poll(): ReceivedElement | undefined {
    return this.#queue.shift();
  }

  release(buffer: ArrayBuffer): void {
    markReturned(buffer);
    this.#link.post(buffer);
  }
}
