import { type EncodedKeys, murmur3OfInts, type RecordBatch } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { goldenRatio, initialPlaces, type IntKeysView, type KeyIndex, type Lookup, sizeMaxOf } from './key-index.ts';

const { imul } = Math;

/**
 * Keys of one INT column. Open addressing with linear probing; a place holds the key and its slot + 1 (0: free) side by side, so that
 * a lookup usually touches one cache line. The first place stands once more behind the last, so that a key's own place and the next
 * one can be looked at together.
 */
export class IntKeyIndex implements KeyIndex {
  #places = new Int32Array(2 * initialPlaces + 2);
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

  /** Most keys lie in their own place or the next: those two are compared without a branch, which would be hard to foretell. */
  #locate(keys: Int32Array, { hashes, slots, count }: Lookup): void {
    let places = this.#places;
    let shift = this.#shift;
    for (let row = 0; row < count; row += 1) {
      const key = keys[row] as number;
      const at = (imul(hashes[row] as number, goldenRatio) >>> shift) << 1;
      const own = (places[at] as number) ^ key;
      const next = (places[at + 2] as number) ^ key;
      // The sign bit of `x | -x` is 0 only for x = 0; a free place has slot + 1 = 0.
      const found =
        ((places[at + 1] as number) & ~((own | -own) >> 31)) | ((places[at + 3] as number) & ~((next | -next) >> 31));
      if (found !== 0) slots[row] = found - 1;
      else {
        slots[row] = this.#findOrAdd(key, at);
        places = this.#places;
        shift = this.#shift;
      }
    }
  }

  /** Probes from a key's own place on; returns its slot. */
  #findOrAdd(key: number, ownPlace: number): number {
    const places = this.#places;
    const end = places.length - 2;
    let at = ownPlace;
    for (let state = places[at + 1] as number; state !== 0; state = places[at + 1] as number) {
      if (places[at] === key) return state - 1;
      at = at + 2 === end ? 0 : at + 2;
    }
    return this.#add(key, at);
  }

  /** Adds an unknown key at a free place; returns its slot. */
  #add(key: number, at: number): number {
    const slot = this.#size;
    if (slot === this.#keys.length) {
      const grown = new Int32Array(this.#keys.length * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[slot] = key;
    this.#size += 1;
    take(this.#places, at, { key, slot });
    if (this.#size > this.#sizeMax) this.#grow();
    return slot;
  }

  #grow(): void {
    const count = this.#places.length - 2;
    const places = new Int32Array(2 * count + 2);
    const mask = 2 * count - 1;
    const shift = this.#shift - 1;
    const hashes = new Int32Array(this.#size);
    murmur3OfInts(this.#keys, hashes);
    for (let slot = 0; slot < this.#size; slot += 1) {
      let at = (imul(hashes[slot] as number, goldenRatio) >>> shift) << 1;
      while (places[at + 1] !== 0) at = (at + 2) & mask;
      take(places, at, { key: this.#keys[slot] as number, slot });
    }
    this.#places = places;
    this.#shift = shift;
    this.#sizeMax = sizeMaxOf(count);
  }
}

function take(places: Int32Array, at: number, { key, slot }: { readonly key: number; readonly slot: number }): void {
  places[at] = key;
  places[at + 1] = slot + 1;
  if (at > 0) return;
  places[places.length - 2] = key;
  places[places.length - 1] = slot + 1;
}
