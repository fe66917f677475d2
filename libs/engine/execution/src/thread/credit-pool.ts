/** How much a channel may hold. */
export interface ChannelSize {
  /** Bytes of a usual buffer. */
  readonly bufferBytes: number;
  /** Buffers that may be out at once, two at least: one may lie half full at the sender. */
  readonly credits: number;
}

/**
 * The buffers that circulate on one channel. `credits` of them may be out before the sender has to stop; what it still needs for the
 * batch at hand it gets all the same, so no batch is ever taken in half. A buffer that comes back is kept for the next one.
 */
export class CreditPool {
  readonly #size: ChannelSize;
  readonly #free: ArrayBuffer[] = [];
  #out = 0;

  constructor(size: ChannelSize) {
    this.#size = size;
  }

  get hasCredit(): boolean {
    return this.#out < this.#size.credits;
  }

  take(): ArrayBuffer {
    this.#out += 1;
    return this.#free.pop() ?? new ArrayBuffer(this.#size.bufferBytes);
  }

  /** Returns whether there is a credit now. A buffer of another size was never taken here and is dropped. */
  giveBack(buffer: ArrayBuffer): boolean {
    if (buffer.byteLength !== this.#size.bufferBytes || this.#out === 0) return false;
    this.#out -= 1;
    this.#free.push(buffer);
    return this.hasCredit;
  }
}
