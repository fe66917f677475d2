/**
 * What the files of an ended checkpoint mean. KEPT: it was published, or may have been; nobody deletes them by message.
 * ABANDONED: it was given up, so what arrives late for it is deleted.
 */
export type EndedDisposition = 'KEPT' | 'ABANDONED';

/** Ended checkpoints that are remembered for the sake of late messages. */
export const endedCheckpointsMax = 1000;

/** How checkpoints ended, for messages that come late. */
export class EndedCheckpoints {
  readonly #dispositions = new Map<number, EndedDisposition>();

  record(checkpointId: number, disposition: EndedDisposition): void {
    this.#dispositions.set(checkpointId, disposition);
    if (this.#dispositions.size <= endedCheckpointsMax) return;
    for (const oldest of this.#dispositions.keys()) {
      this.#dispositions.delete(oldest);
      return;
    }
  }

  /** Unknown ids, never begun here or long forgotten, are as good as abandoned. */
  dispositionOf(checkpointId: number): EndedDisposition {
    return this.#dispositions.get(checkpointId) ?? 'ABANDONED';
  }
}
