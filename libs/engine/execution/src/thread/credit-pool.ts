import { invariant } from '@weir/kernel';

/** How much a channel may hold. */
export interface ChannelSize {
  /** Bytes of a usual buffer. */
  readonly bufferBytes: number;
  /** Usual buffers that may be out at once, two at least: one may lie half full at the sender. */
  readonly credits: number;
}

/**
 * The buffers that circulate on one channel. `credits` of them may be out before the sender has to stop; what it still needs for the
 * batch at hand it gets all the same, so no batch is ever taken in half. A larger buffer takes as many credits as usual ones would
 * have its bytes, so that memory stays bounded whatever a row holds: one that is larger than all credits together passes alone.
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

  /** `bytes`: those of a buffer that is not a usual one. */
  take(bytes = this.#size.bufferBytes): ArrayBuffer {
    this.#out += this.#creditsOf(bytes);
    if (bytes !== this.#size.bufferBytes) return new ArrayBuffer(bytes);
    return this.#free.pop() ?? new ArrayBuffer(bytes);
  }

  /** Returns whether there is a credit now. A usual buffer is kept for the next batch. */
  giveBack(buffer: ArrayBuffer): boolean {
    const credits = this.#creditsOf(buffer.byteLength);
    invariant(credits <= this.#out, 'A buffer came back that was not out.', { credits, out: this.#out });
    this.#out -= credits;
    if (buffer.byteLength === this.#size.bufferBytes) this.#free.push(buffer);
    return this.hasCredit;
  }

  #creditsOf(bytes: number): number {
    return Math.ceil(bytes / this.#size.bufferBytes);
  }
}
