import type { Cancel, Clock, Timers } from '@weir/kernel';
import type { SeededRandom } from './seeded-random.ts';

interface Event {
  readonly at: number;
  /** Drawn: among events of one moment, the seed decides which comes first. */
  readonly rank: number;
  readonly sequence: number;
  readonly action: () => void;
  isCancelled: boolean;
}

/** The world's wall clock at virtual time 0, epoch milliseconds. */
const wallStart = 1_700_000_000_000;

/**
 * The one queue of everything that will happen in a world, and its clock. Time moves only from event to event. Events of one
 * moment come in an order the seed draws, so that every interleaving is reachable.
 */
export class VirtualTime implements Clock, Timers {
  readonly #random: SeededRandom;
  readonly #heap: Event[] = [];
  #now = 0;
  #wallOffset = 0;
  #sequence = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  now(): number {
    return Math.floor(wallStart + this.#now + this.#wallOffset);
  }

  monotonic(): number {
    return this.#now;
  }

  /** The wall clock jumps; the monotonic one does not. */
  jumpWallClock(byMs: number): void {
    this.#wallOffset += byMs;
  }

  schedule(delayMs: number, action: () => void): Cancel {
    const event: Event = {
      at: this.#now + Math.max(0, delayMs),
      rank: this.#random.next(),
      sequence: (this.#sequence += 1),
      action,
      isCancelled: false,
    };
    this.#push(event);
    return () => {
      event.isCancelled = true;
    };
  }

  /** Runs the next event. False when there is none left up to `until`. */
  step(until: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) return false;
      this.#pop();
      if (next.isCancelled) continue;
      this.#now = next.at;
      next.action();
      return true;
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(event, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const right = heap[child + 1];
      const left = heap[child];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) child += 1;
      const least = heap[child];
      if (least === undefined || !isBefore(least, last)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(left: Event, right: Event): boolean {
  if (left.at !== right.at) return left.at < right.at;
  if (left.rank !== right.rank) return left.rank < right.rank;
  return left.sequence < right.sequence;
}
