import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** One direction of a connection: messages take a drawn time, and none overtakes another. */
export class OrderedDelivery {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #delayMaxMs: number;
  #queue: (() => void)[] = [];
  #lastAt = 0;

  constructor(time: VirtualTime, random: SeededRandom, delayMaxMs: number) {
    this.#time = time;
    this.#random = random;
    this.#delayMaxMs = delayMaxMs;
  }

  /** Calls `arrive` later, after everything sent before. */
  send(arrive: () => void): void {
    const now = this.#time.monotonic();
    this.#lastAt = Math.max(this.#lastAt, now + this.#random.next() * this.#delayMaxMs);
    this.#queue.push(arrive);
    // Events of one moment run in a drawn order: each takes the oldest message, so the order of messages holds.
    this.#time.schedule(this.#lastAt - now, () => this.#queue.shift()?.());
  }
}
