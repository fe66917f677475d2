import { decideRead, isExpired, type ReadDecision, type TimeToLive } from '@weir/engine-core';
import type { Clock } from '@weir/kernel';

/** The time to live of one state, if it has one. */
export class ValueAges {
  readonly #timeToLive: TimeToLive | null;
  readonly #clock: Clock;

  constructor(timeToLive: TimeToLive | undefined, clock: Clock) {
    this.#timeToLive = timeToLive ?? null;
    this.#clock = clock;
  }

  /** What a value that is written now carries; 0 where values live for ever. */
  stamp(): number {
    return this.#timeToLive === null ? 0 : this.#clock.now();
  }

  onRead(timestamp: number): ReadDecision {
    return this.#timeToLive === null ? 'RETURN' : decideRead(this.#timeToLive, timestamp, this.#clock.now());
  }

  /** Tells what belongs into a snapshot that is cut now. */
  liveNow(): (timestamp: number) => boolean {
    const timeToLive = this.#timeToLive;
    if (timeToLive === null) return () => true;
    const now = this.#clock.now();
    return (timestamp) => !isExpired(timeToLive, timestamp, now);
  }
}
