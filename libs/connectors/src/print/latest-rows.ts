import { copyBatch, type RecordBatch } from '@weir/engine-core';

interface HeldBatch {
  readonly batch: RecordBatch;
  readonly from: number;
}

/** The latest rows of a stream, held as columns: copying those is cheap, and most rows are replaced before anyone sees them. */
export class LatestRows {
  readonly #rowsMax: number;
  #held: HeldBatch[] = [];
  #heldRows = 0;
  /** Held batches before this one are no longer needed. */
  #first = 0;

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  /** Takes the rows of a batch from `from` on. */
  add(batch: RecordBatch, from: number): void {
    this.#held.push({ batch: copyBatch(batch), from });
    this.#heldRows += batch.rowCount - from;
    for (;;) {
      const oldest = this.#held[this.#first];
      if (oldest === undefined || this.#heldRows - rowsOf(oldest) < this.#rowsMax) break;
      this.#heldRows -= rowsOf(oldest);
      this.#first += 1;
    }
    if (2 * this.#first > this.#held.length) {
      this.#held = this.#held.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Hands out the latest rows, oldest first, as parts of batches, and holds nothing any more. */
  take(): readonly { readonly batch: RecordBatch; readonly from: number }[] {
    let surplus = Math.max(0, this.#heldRows - this.#rowsMax);
    const taken = this.#held.slice(this.#first).map(({ batch, from }) => {
      const part = { batch, from: from + surplus };
      surplus = 0;
      return part;
    });
    this.#held = [];
    this.#heldRows = 0;
    this.#first = 0;
    return taken;
  }
}

function rowsOf({ batch, from }: HeldBatch): number {
  return batch.rowCount - from;
}
