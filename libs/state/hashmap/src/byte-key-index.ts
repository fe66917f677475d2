import { type EncodedKeys, KeyEncoder, type RecordBatch, StateError } from '@weir/engine-core';
import { type ByteKeysView, goldenRatio, initialPlaces, type KeyIndex, type Lookup, sizeMaxOf } from './key-index.ts';

const { imul } = Math;

/** Keys up to this length stand in their place, zeros behind them, and are compared there as two words. */
const inlineBytesMax = 8;
const firstWordMask = Int32Array.from([0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1]);
const secondWordMask = Int32Array.from([0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1]);

/** The second word of a place: the slot + 1 in the low bits, and above them the key's length, or 15 for a long key. */
const slotBits = 27;
const slotMask = 2 ** slotBits - 1;
const longTag = 15 << slotBits;
const tagMask = ~slotMask;

/** Words of a place: hash; slot + 1 and tag (0: free); then the key's eight bytes, or a long key's start in the arena and its length. */
const placeWords = 4;

/**
 * Keys as bytes: texts, and canonical bytes of any other key. Open addressing with linear probing. All keys lie in one arena in the
 * order of their slots; a short key stands in its place too, so that a lookup usually touches one cache line.
 */
export class ByteKeyIndex implements KeyIndex {
  readonly #encoder = new KeyEncoder();
  readonly #owner: string;
  #places = new Int32Array(placeWords * initialPlaces);
  #shift = 32 - Math.log2(initialPlaces);
  #sizeMax = sizeMaxOf(initialPlaces);
  #size = 0;
  #hashes = new Int32Array(initialPlaces);
  #offsets = new Int32Array(initialPlaces + 1);
  #arena = new Uint8Array(initialPlaces * 8);

  /** `owner`: for error messages. */
  constructor(owner: string) {
    this.#owner = owner;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.byteLength + this.#hashes.byteLength + this.#offsets.byteLength + this.#arena.byteLength;
  }

  view(): ByteKeysView {
    return { kind: 'bytes', size: this.#size, hashes: this.#hashes, offsets: this.#offsets, bytes: this.#arena };
  }

  locateRows(batch: RecordBatch, keyIndexes: readonly number[], lookup: Lookup): void {
    this.locateKeys(this.#encoder.encode(batch, keyIndexes), lookup);
  }

  locateKeys({ bytes, offsets }: EncodedKeys, { hashes, slots, count }: Lookup): void {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const inlineEnd = bytes.length - inlineBytesMax;
    let places = this.#places;
    let shift = this.#shift;
    let mask = places.length - 1;
    for (let row = 0; row < count; row += 1) {
      const start = offsets[row] as number;
      const length = (offsets[row + 1] as number) - start;
      const hash = hashes[row] as number;
      if (length > inlineBytesMax || start > inlineEnd) {
        slots[row] = this.#locateOne(bytes.subarray(start, start + length), hash);
        places = this.#places;
        shift = this.#shift;
        mask = places.length - 1;
        continue;
      }
      const first = words.getInt32(start, true) & (firstWordMask[length] as number);
      const second = words.getInt32(start + 4, true) & (secondWordMask[length] as number);
      const tag = length << slotBits;
      let at = (imul(hash, goldenRatio) >>> shift) << 2;
      let state = places[at + 1] as number;
      while (state !== 0 && (places[at + 2] !== first || places[at + 3] !== second || (state & tagMask) !== tag)) {
        at = (at + placeWords) & mask;
        state = places[at + 1] as number;
      }
      if (state === 0) {
        state = this.#add({ at, hash, tag, first, second }, bytes.subarray(start, start + length));
        places = this.#places;
        shift = this.#shift;
        mask = places.length - 1;
      }
      slots[row] = (state & slotMask) - 1;
    }
  }

  /** Any key: a long one, or one that ends so close to the end of its array that it cannot be read in words. */
  #locateOne(key: Uint8Array, hash: number): number {
    const { length } = key;
    if (length <= inlineBytesMax) {
      const padded = new Uint8Array(2 * inlineBytesMax);
      padded.set(key);
      const slots = new Int32Array(1);
      this.locateKeys(
        { bytes: padded, offsets: Int32Array.of(0, length) },
        { hashes: Int32Array.of(hash), slots, count: 1 },
      );
      return slots[0] as number;
    }
    const places = this.#places;
    const mask = places.length - 1;
    let at = (imul(hash, goldenRatio) >>> this.#shift) << 2;
    let state = places[at + 1] as number;
    while (state !== 0) {
      const isCandidate = places[at] === hash && (state & tagMask) === longTag && places[at + 3] === length;
      if (isCandidate && this.#isStoredAt(places[at + 2] as number, key)) return (state & slotMask) - 1;
      at = (at + placeWords) & mask;
      state = places[at + 1] as number;
    }
    const start = this.#offsets[this.#size] as number;
    return (this.#add({ at, hash, tag: longTag, first: start, second: length }, key) & slotMask) - 1;
  }

  #isStoredAt(start: number, key: Uint8Array): boolean {
    const arena = this.#arena;
    let at = 0;
    while (at < key.length && arena[start + at] === key[at]) at += 1;
    return at === key.length;
  }

  /** Adds an unknown key at a free place; returns the place's second word. */
  #add(place: Place, key: Uint8Array): number {
    const slot = this.#size;
    this.#reserve(slot + 1, key.length);
    const start = this.#offsets[slot] as number;
    this.#arena.set(key, start);
    this.#offsets[slot + 1] = start + key.length;
    this.#hashes[slot] = place.hash;
    this.#size += 1;
    const state = place.tag | this.#size;
    const places = this.#places;
    places[place.at] = place.hash;
    places[place.at + 1] = state;
    places[place.at + 2] = place.first;
    places[place.at + 3] = place.second;
    if (this.#size > this.#sizeMax) this.#grow();
    return state;
  }

  #reserve(size: number, keyLength: number): void {
    if (size > this.#hashes.length) {
      if (size >= slotMask) throw this.#tooLarge(`${size} keys`);
      const hashes = new Int32Array(this.#hashes.length * 2);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
      const offsets = new Int32Array(hashes.length + 1);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    const end = (this.#offsets[size - 1] as number) + keyLength;
    if (end <= this.#arena.length) return;
    if (end > 2 ** 31 - 1) throw this.#tooLarge('2 GiB of keys');
    const arena = new Uint8Array(Math.min(Math.max(end, this.#arena.length * 2), 2 ** 31 - 1));
    arena.set(this.#arena);
    this.#arena = arena;
  }

  #grow(): void {
    const before = this.#places;
    const places = new Int32Array(before.length * 2);
    const mask = places.length - 1;
    const shift = this.#shift - 1;
    for (let from = 0; from < before.length; from += placeWords) {
      if (before[from + 1] === 0) continue;
      let at = (imul(before[from] as number, goldenRatio) >>> shift) << 2;
      while (places[at + 1] !== 0) at = (at + placeWords) & mask;
      places[at] = before[from] as number;
      places[at + 1] = before[from + 1] as number;
      places[at + 2] = before[from + 2] as number;
      places[at + 3] = before[from + 3] as number;
    }
    this.#places = places;
    this.#shift = shift;
    this.#sizeMax = sizeMaxOf(places.length / placeWords);
  }

  #tooLarge(what: string): StateError {
    return new StateError('TOO_LARGE', `The keyed state of ${this.#owner} holds ${what}; raise the parallelism.`);
  }
}

interface Place {
  /** First word of the free place. */
  readonly at: number;
  readonly hash: number;
  readonly tag: number;
  readonly first: number;
  readonly second: number;
}
