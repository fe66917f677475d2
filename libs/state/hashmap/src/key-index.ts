import type { EncodedKeys, RecordBatch } from '@weir/engine-core';

/** Rows whose keys are looked up, and where their slots go. */
export interface Lookup {
  /** By row. */
  readonly hashes: Int32Array;
  /** slots[r] becomes the slot of row r's key. */
  readonly slots: Int32Array;
  readonly count: number;
}

/**
 * From keys to dense slots: the key that comes first has slot 0. Keys are only ever added, so a snapshot may go on reading
 * {@link KeyIndex.view} up to the size it had.
 */
export interface KeyIndex {
  readonly size: number;
  /** Memory held. */
  readonly bytes: number;
  /** Finds or adds the keys of a batch's rows. */
  locateRows(batch: RecordBatch, keyIndexes: readonly number[], lookup: Lookup): void;
  /** Finds or adds keys by their canonical bytes. */
  locateKeys(keys: EncodedKeys, lookup: Lookup): void;
  /** The keys as they lie now. */
  view(): KeysView;
}

/** Keys by slot, from 0 to size - 1. */
export type KeysView = IntKeysView | ByteKeysView;

export interface IntKeysView {
  readonly kind: 'int';
  readonly size: number;
  readonly keys: Int32Array;
}

export interface ByteKeysView {
  readonly kind: 'bytes';
  readonly size: number;
  /** Hash by slot. */
  readonly hashes: Int32Array;
  /** The key of slot s is bytes[offsets[s] .. offsets[s + 1]). */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

/**
 * Multiplier of Fibonacci hashing. The high bits of the product depend on all bits of a hash, of which the key group has used up the low ones:
 * without it the keys of one subtask would crowd in a part of the table.
 */
export const goldenRatio = 0x9e3779b1;

/** Places of a new index; a power of two. */
export const initialPlaces = 1024;

/**
 * How many keys so many places take before the index grows: a quarter of them while it lies in the processor's nearest memory, where long probes
 * cost more than size does, and half beyond.
 */
export function sizeMaxOf(places: number): number {
  return places <= 16_384 ? places >> 2 : places >> 1;
}
