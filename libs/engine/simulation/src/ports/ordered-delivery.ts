import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** How long messages take, in virtual milliseconds. */
export interface Delays {
  readonly delayMaxMs: number;
  /** Chance that a message, and so all behind it, is held up by up to {@link Delays.lateMaxMs} more. */
  readonly late: number;
  readonly lateMaxMs: number;
}

/** One direction of a connection: messages take a drawn time, and none overtakes another. */
export class OrderedDelivery {
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #delays: () => Delays;
  #queue: (() => void)[] = [];
  #lastAt = 0;

  /** `delays` is asked at each message, so that what delays them can end. */
  constructor(time: VirtualTime, random: SeededRandom, delays: () => Delays) {
    this.#time = time;
    this.#random = random;
    this.#delays = delays;
  }

  /** Calls `arrive` later, after everything sent before. */
  send(arrive: () => void): void {
    const now = this.#time.monotonic();
    const { delayMaxMs, late, lateMaxMs } = this.#delays();
    const isLate = late > 0 && this.#random.chance(late);
    const ms = this.#random.next() * (isLate ? lateMaxMs : delayMaxMs);
    this.#lastAt = Math.max(this.#lastAt, now + ms);
    this.#queue.push(arrive);
    // Events of one moment run in a drawn order: each takes the oldest message, so the order of messages holds.
    this.#time.schedule(this.#lastAt - now, () => this.#queue.shift()?.());
  }
}
