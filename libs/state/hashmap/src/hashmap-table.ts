import {
  keyGroupOf,
  type KeyedBlock,
  type KeyedStateDescriptor,
  type KeyedTable,
  murmur3OfTexts,
  type RecordBatch,
  StateError,
  type ValueArray,
} from '@weir/engine-core';
import { ByteKeyIndex } from './byte-key-index.ts';
import { IntKeyIndex } from './int-key-index.ts';
import type { KeyIndex, KeysView } from './key-index.ts';
import { sizeOfSortedKeys, type SortedKeys } from './sort-keys.ts';
import { ValueColumns } from './value-columns.ts';

/** A table's contents at one moment, while the table goes on. */
export interface TableCut {
  readonly descriptor: KeyedStateDescriptor;
  readonly keys: KeysView;
  /** By value column, one value a slot. */
  readonly values: readonly ValueArray[];
  /** Of use for all cuts with as many keys. */
  readonly keyOrder: KeyOrder;
  /** Gives the copies back. Idempotent. */
  release(): void;
}

/** The keys as a snapshot has them, kept from one cut to the next: nothing changes in it but that keys are added. */
export interface KeyOrder {
  sorted: SortedKeys | null;
}

/** A keyed table in memory: an index from keys to slots, and value columns by slot. */
export class HashmapTable implements KeyedTable {
  readonly descriptor: KeyedStateDescriptor;
  readonly #index: KeyIndex;
  readonly #values: ValueColumns;
  readonly #keyOrder: KeyOrder = { sorted: null };

  constructor(descriptor: KeyedStateDescriptor, owner: string) {
    this.descriptor = descriptor;
    this.#index = isIntKey(descriptor) ? new IntKeyIndex() : new ByteKeyIndex(owner);
    this.#values = new ValueColumns(descriptor.valueColumns);
  }

  get size(): number {
    return this.#index.size;
  }

  get bytes(): number {
    const { sorted } = this.#keyOrder;
    return this.#index.bytes + this.#values.bytes + (sorted === null ? 0 : sizeOfSortedKeys(sorted));
  }

  locate(batch: RecordBatch, keyColumnIndexes: readonly number[], hashes: Int32Array, slots: Int32Array): void {
    this.#index.locateRows(batch, keyColumnIndexes, { hashes, slots, count: batch.rowCount });
    this.#values.reserve(this.#index.size);
  }

  /** The values with which keys to come begin. */
  setInitials(initials: readonly number[]): void {
    this.#values.setInitials(initials, this.size);
  }

  values(column: number): ValueArray {
    return this.#values.array(column);
  }

  /** Copies the values; the keys are only ever added to, so they are shared. */
  cut(): TableCut {
    const keys = this.#index.view();
    let values: readonly ValueArray[] | null = this.#values.copy(keys.size);
    return {
      descriptor: this.descriptor,
      keys,
      values,
      keyOrder: this.#keyOrder,
      release: () => {
        if (values !== null) this.#values.release(values);
        values = null;
      },
    };
  }

  /** Puts the entries of a block into the table. Throws a StateError DAMAGED when a key belongs to another group. */
  restore(
    block: KeyedBlock,
    { keyGroup, maxParallelism }: { readonly keyGroup: number; readonly maxParallelism: number },
  ): void {
    const { entries, keys } = block;
    const hashes = new Int32Array(entries);
    murmur3OfTexts(keys, hashes);
    if (hashes.some((hash) => keyGroupOf(hash, maxParallelism) !== keyGroup)) {
      throw new StateError(
        'DAMAGED',
        `A block of "${this.descriptor.name}" holds keys of other groups than its own, ${keyGroup}.`,
      );
    }
    const slots = new Int32Array(entries);
    this.#index.locateKeys(keys, { hashes, slots, count: entries });
    this.#values.reserve(this.#index.size);
    block.values.forEach((source, column) => {
      const target = this.#values.array(column);
      for (let entry = 0; entry < entries; entry += 1) target[slots[entry] as number] = source[entry] as number;
    });
  }
}

function isIntKey({ keyColumns }: KeyedStateDescriptor): boolean {
  return keyColumns.length === 1 && keyColumns[0]?.type === 'INT' && !keyColumns[0].nullable;
}
