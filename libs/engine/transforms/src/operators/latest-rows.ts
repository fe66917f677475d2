import { batchRowsMax, type RecordBatch } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { SelectedRows } from './selected-rows.ts';

/** The last row of each key of a batch, in the order of the batch. */
export class LatestRows {
  readonly #selected: SelectedRows;
  readonly #selection = new Int32Array(batchRowsMax);
  /** By slot: the number of the batch in which it was last met. */
  #metIn = new Int32Array(1024);
  #batchNumber = 0;

  constructor(schema: readonly ColumnSchema[]) {
    this.#selected = new SelectedRows(schema);
  }

  /** `slots[r]`: the slot of row r's key, below `size`. Lent until the next call. */
  of(batch: RecordBatch, slots: Int32Array, size: number): RecordBatch {
    const metIn = this.#reserve(size);
    this.#batchNumber = (this.#batchNumber + 1) | 0;
    const number = this.#batchNumber;
    const selection = this.#selection;
    let from = batchRowsMax;
    for (let row = batch.rowCount - 1; row >= 0; row -= 1) {
      const slot = slots[row] as number;
      if (metIn[slot] === number) continue;
      metIn[slot] = number;
      from -= 1;
      selection[from] = row;
    }
    return this.#selected.copy(batch.columns, selection, { from, to: batchRowsMax });
  }

  #reserve(size: number): Int32Array {
    if (size > this.#metIn.length) {
      const grown = new Int32Array(Math.max(size, this.#metIn.length * 2));
      grown.set(this.#metIn);
      this.#metIn = grown;
    }
    return this.#metIn;
  }
}
