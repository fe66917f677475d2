import type { RecordBatch } from '../batch/record-batch.ts';
import { KeyEncoder } from './key-encoder.ts';
import { murmur3OfInts, murmur3OfTexts } from './murmur3.ts';

/**
 * Hashes the keys of a batch: {@link murmur3} of their canonical bytes. A single INT or STRING column that is not nullable is hashed
 * without encoding it. One for each place that hashes; it keeps buffers.
 */
export class KeyHasher {
  readonly #keyIndexes: readonly number[];
  readonly #encoder = new KeyEncoder();

  /** `keyIndexes`: the columns that make the key, in order; none makes one key of all rows. */
  constructor(keyIndexes: readonly number[]) {
    this.#keyIndexes = keyIndexes;
  }

  /** Puts the hash of row r into `into[r]` for all rows. */
  hash(batch: RecordBatch, into: Int32Array): void {
    const hashes = into.subarray(0, batch.rowCount);
    const index = this.#keyIndexes[0];
    if (index !== undefined && this.#keyIndexes.length === 1 && batch.schema[index]?.nullable === false) {
      const column = batch.columns[index];
      if (column?.kind === 'int32') {
        murmur3OfInts(column.values, hashes);
        return;
      }
    }
    murmur3OfTexts(this.#encoder.encode(batch, this.#keyIndexes), hashes);
  }
}
