/** How much a channel may hold. */
export interface ChannelSize {
  /** Bytes of a usual buffer. */
  readonly bufferBytes: number;
  /** Buffers that may be out at once, two at least: one may lie half full at the sender. */
  readonly credits: number;
}

/**
 * The buffers that circulate on one channel. At most `credits` of them are out at a time; the one that comes back is the
 * credit. Buffers are made when first wanted and then reused.
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

  take(): ArrayBuffer | null {
    if (!this.hasCredit) return null;
    this.#out += 1;
    return this.#free.pop() ?? new ArrayBuffer(this.#size.bufferBytes);
  }

  /** Returns whether a credit became free. A buffer of another size was never a credit and is dropped. */
  giveBack(buffer: ArrayBuffer): boolean {
    if (buffer.byteLength !== this.#size.bufferBytes || this.#out === 0) return false;
    this.#out -= 1;
    this.#free.push(buffer);
    return true;
  }
}
