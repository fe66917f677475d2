/** The watermark of a task: the least of its open input channels, and it never goes back. */
export class WatermarkMerger {
  readonly #byChannel: Float64Array;
  #current = -Infinity;

  constructor(channels: number) {
    this.#byChannel = new Float64Array(channels).fill(-Infinity);
  }

  /** Returns the task's new watermark, or null when it has not moved. A channel that has ended holds nothing back: Infinity. */
  advance(channel: number, timestamp: number): number | null {
    this.#byChannel[channel] = Math.max(timestamp, this.#byChannel[channel] ?? -Infinity);
    const least = Math.min(...this.#byChannel);
    if (least <= this.#current || least === Infinity) return null;
    this.#current = least;
    return least;
  }
}
