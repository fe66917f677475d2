import { maxWatermark } from '@weir/engine-core';

/** The watermark of a task: the least of its open input channels, and it never goes back. */
export class WatermarkMerger {
  readonly #byChannel: Float64Array;
  #current = -Infinity;

  constructor(channels: number) {
    this.#byChannel = new Float64Array(channels).fill(-Infinity);
  }

  /**
   * Returns the task's new watermark, or null when it has not moved. A channel whose data has ended holds nothing back: maxWatermark. When all have, it
   * returns null: the end of event time comes with the end of the task's data.
   */
  advance(channel: number, timestamp: number): number | null {
    this.#byChannel[channel] = Math.max(timestamp, this.#byChannel[channel] ?? -Infinity);
    const least = Math.min(...this.#byChannel);
    if (least <= this.#current || least === maxWatermark) return null;
    this.#current = least;
    return least;
  }
}
