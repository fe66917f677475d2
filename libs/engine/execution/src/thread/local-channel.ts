import type { ChannelReceiver, ChannelSender, ControlElement, ReceivedElement } from '@weir/engine-core';
import { CreditPool, type ChannelSize } from './credit-pool.ts';
import { ElementQueue } from './element-queue.ts';

/** A channel whose two ends live in one thread: a bounded queue of the same buffers that travel between threads. */
export class LocalChannel implements ChannelSender, ChannelReceiver {
  readonly #pool: CreditPool;
  readonly #queue = new ElementQueue<ReceivedElement>();
  readonly #wake: () => void;

  /** `wake`: called when an element arrives or a credit comes back. */
  constructor(size: ChannelSize, wake: () => void) {
    this.#pool = new CreditPool(size);
    this.#wake = wake;
  }

  get isWritable(): boolean {
    return this.#pool.hasCredit;
  }

  take(bytes?: number): ArrayBuffer {
    return this.#pool.take(bytes);
  }

  sendBuffer(buffer: ArrayBuffer): void {
    this.#queue.push({ kind: 'buffer', buffer });
    this.#wake();
  }

  sendControl(element: ControlElement): void {
    this.#queue.push(element);
    this.#wake();
  }

  poll(): ReceivedElement | undefined {
    return this.#queue.shift();
  }

  release(buffer: ArrayBuffer): void {
    if (this.#pool.giveBack(buffer)) this.#wake();
  }
}
