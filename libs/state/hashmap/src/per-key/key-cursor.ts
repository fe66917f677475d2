import {
  type EncodedKeys,
  KeyEncoder,
  keyGroupOf,
  type KeyedStateBackendOptions,
  type RecordBatch,
} from '@weir/engine-core';
import { invariant } from '@weir/kernel';

const noBytes = Buffer.alloc(0);

/** Where the values of one key lie: its key group, counted from the backend's first, and its canonical bytes as a text. */
export interface KeyPlace {
  readonly group: number;
  readonly key: string;
}

/** The key that all states of a backend are read and written for: that of one row of the batch at hand. */
export class KeyCursor implements KeyPlace {
  readonly #options: Pick<KeyedStateBackendOptions, 'keyGroups' | 'maxParallelism' | 'owner'>;
  readonly #encoder = new KeyEncoder();
  #encoded: EncodedKeys | null = null;
  #bytes: Buffer = noBytes;
  #hashes: Int32Array = new Int32Array(0);
  #row = -1;
  #group = 0;
  /** Read from the bytes when it is first asked for. */
  #key: string | null = null;

  constructor(options: Pick<KeyedStateBackendOptions, 'keyGroups' | 'maxParallelism' | 'owner'>) {
    this.#options = options;
  }

  get group(): number {
    invariant(this.#row >= 0, 'A keyed state was used while no row was current.', { owner: this.#options.owner });
    return this.#group;
  }

  get key(): string {
    if (this.#key !== null) return this.#key;
    const { offsets } = this.#encoded ?? {};
    invariant(offsets !== undefined && this.#row >= 0, 'A keyed state was used while no row was current.', {
      owner: this.#options.owner,
    });
    this.#key = this.#bytes.toString('latin1', offsets[this.#row], offsets[this.#row + 1]);
    return this.#key;
  }

  useBatch(batch: RecordBatch, keyColumnIndexes: readonly number[], hashes: Int32Array): void {
    const encoded = this.#encoder.encode(batch, keyColumnIndexes);
    this.#encoded = encoded;
    this.#bytes = Buffer.from(encoded.bytes.buffer, encoded.bytes.byteOffset, encoded.bytes.byteLength);
    this.#hashes = hashes;
    this.#row = -1;
    this.#key = null;
  }

  useRow(row: number): void {
    const { keyGroups, maxParallelism, owner } = this.#options;
    const hash = this.#hashes[row];
    invariant(hash !== undefined, 'The batch has no such row.', { row });
    const keyGroup = keyGroupOf(hash, maxParallelism);
    invariant(keyGroup >= keyGroups.first && keyGroup <= keyGroups.last, 'A key belongs to another subtask.', {
      keyGroup,
      first: keyGroups.first,
      last: keyGroups.last,
      owner,
    });
    this.#row = row;
    this.#group = keyGroup - keyGroups.first;
    this.#key = null;
  }
}
