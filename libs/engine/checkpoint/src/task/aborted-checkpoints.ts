/** Ids that were aborted before their barrier came; the oldest are forgotten when there are too many. */
export class AbortedCheckpoints {
  readonly #idsMax: number;
  readonly #ids = new Set<number>();

  constructor(idsMax: number) {
    this.#idsMax = idsMax;
  }

  get size(): number {
    return this.#ids.size;
  }

  add(checkpointId: number): void {
    this.#ids.add(checkpointId);
    if (this.#ids.size > this.#idsMax) this.#ids.delete(Math.min(...this.#ids));
  }

  has(checkpointId: number): boolean {
    return this.#ids.has(checkpointId);
  }

  /** Whether the id was there; it is forgotten. */
  take(checkpointId: number): boolean {
    return this.#ids.delete(checkpointId);
  }

  /** Ids below can no longer get a barrier that is followed. */
  forgetBelow(checkpointId: number): void {
    for (const id of this.#ids) if (id < checkpointId) this.#ids.delete(id);
  }
}
