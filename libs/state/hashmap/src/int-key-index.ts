import { type EncodedKeys, murmur3OfInts, type RecordBatch } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { goldenRatio, initialPlaces, type IntKeysView, type KeyIndex, type Lookup, sizeMaxOf } from './key-index.ts';

const { imul } = Math;

/**
 * Keys of one INT column. Open addressing with linear probing; a place holds the key and its slot + 1 (0: free) side by side, so that
 * a lookup usually touches one cache line.
 */
export class IntKeyIndex implements KeyIndex {
  #places = new Int32Array(2 * initialPlaces);
  #shift = 32 - Math.log2(initialPlaces);
  #sizeMax = sizeMaxOf(initialPlaces);
  #size = 0;
  /** By slot. */
  #keys = new Int32Array(initialPlaces);

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.byteLength + this.#keys.byteLength;
  }

  view(): IntKeysView {
    return { kind: 'int', size: this.#size, keys: this.#keys };
  }

  locateRows(batch: RecordBatch, keyIndexes: readonly number[], lookup: Lookup): void {
    const column = batch.columns[keyIndexes[0] ?? -1];
    invariant(column?.kind === 'int32', 'The key is no INT column.', { keyIndexes });
    this.#locate(column.values, lookup);
  }

  locateKeys(keys: EncodedKeys, lookup: Lookup): void {
    const view = new DataView(keys.bytes.buffer, keys.bytes.byteOffset, keys.bytes.byteLength);
    const values = Int32Array.from({ length: lookup.count }, (_, row) =>
      view.getInt32(keys.offsets[row] as number, true),
    );
    this.#locate(values, lookup);
  }

  #locate(keys: Int32Array, { hashes, slots, count }: Lookup): void {
    let places = this.#places;
    let shift = this.#shift;
    let mask = places.length - 1;
    for (let row = 0; row < count; row += 1) {
      const key = keys[row] as number;
      let at = (imul(hashes[row] as number, goldenRatio) >>> shift) << 1;
      let next = places[at + 1] as number;
      while (next !== 0 && places[at] !== key) {
        at = (at + 2) & mask;
        next = places[at + 1] as number;
      }
      if (next === 0) {
        next = this.#add(key, at);
        places = this.#places;
        shift = this.#shift;
        mask = places.length - 1;
      }
      slots[row] = next - 1;
    }
  }

  /** Adds an unknown key at a free place; returns its slot + 1. */
  #add(key: number, at: number): number {
    if (this.#size === this.#keys.length) {
      const grown = new Int32Array(this.#keys.length * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[this.#size] = key;
    this.#size += 1;
    this.#places[at] = key;
    this.#places[at + 1] = this.#size;
    if (this.#size > this.#sizeMax) this.#grow();
    return this.#size;
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2);
    const mask = places.length - 1;
    const shift = this.#shift - 1;
    const hashes = new Int32Array(this.#size);
    murmur3OfInts(this.#keys, hashes);
    for (let slot = 0; slot < this.#size; slot += 1) {
      let at = (imul(hashes[slot] as number, goldenRatio) >>> shift) << 1;
      while (places[at + 1] !== 0) at = (at + 2) & mask;
      places[at] = this.#keys[slot] as number;
      places[at + 1] = slot + 1;
    }
    this.#places = places;
    this.#shift = shift;
    this.#sizeMax = sizeMaxOf(places.length / 2);
  }
}
