import type { ValueArray } from '@weir/engine-core';
import type { ByteKeysView, KeysView } from './key-index.ts';

/** The entries slots[from .. to); they go to places at, at + 1, … of the target. */
export interface EntryRange {
  readonly slots: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

export interface KeyTarget {
  readonly bytes: Uint8Array;
  /** Null when all keys have one width. offsets[at] is set before. */
  readonly offsets: Int32Array | null;
  /** Where the next key's bytes go. */
  end: number;
}

/** Bytes of the keys of these entries. */
export function keyBytesOf(keys: KeysView, { slots, from, to }: EntryRange): number {
  if (keys.kind === 'int') return (to - from) * 4;
  const { offsets } = keys;
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const slot = slots[index] as number;
    bytes += (offsets[slot + 1] as number) - (offsets[slot] as number);
  }
  return bytes;
}

/** Copies the canonical bytes of keys; moves the target's end. */
export function gatherKeys(keys: KeysView, target: KeyTarget, range: EntryRange): void {
  if (keys.kind === 'bytes') {
    gatherByteKeys(keys, target, range);
    return;
  }
  const { bytes } = target;
  const source = keys.keys;
  const values = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let index = range.from, at = range.at; index < range.to; index += 1, at += 1) {
    values[at] = source[range.slots[index] as number] as number;
  }
  target.end += (range.to - range.from) * 4;
}

function gatherByteKeys(keys: ByteKeysView, target: KeyTarget, { slots, from, to, at }: EntryRange): void {
  const { bytes, offsets } = target;
  const source = keys.bytes;
  let { end } = target;
  for (let index = from; index < to; index += 1) {
    const slot = slots[index] as number;
    const stop = keys.offsets[slot + 1] as number;
    for (let byte = keys.offsets[slot] as number; byte < stop; byte += 1, end += 1) bytes[end] = source[byte] as number;
    if (offsets !== null) offsets[at + index - from + 1] = end;
  }
  target.end = end;
}

/** Copies one value column; both arrays are of the same type. */
export function gatherValues(source: ValueArray, target: ValueArray, range: EntryRange): void {
  if (source instanceof Float64Array && target instanceof Float64Array) gatherDoubles(source, target, range);
  else if (source instanceof Int32Array && target instanceof Int32Array) gatherInts(source, target, range);
  else if (source instanceof Uint8Array && target instanceof Uint8Array) gatherBools(source, target, range);
}

function gatherDoubles(source: Float64Array, target: Float64Array, { slots, from, to, at }: EntryRange): void {
  for (let index = from, next = at; index < to; index += 1, next += 1) {
    target[next] = source[slots[index] as number] as number;
  }
}

function gatherInts(source: Int32Array, target: Int32Array, { slots, from, to, at }: EntryRange): void {
  for (let index = from, next = at; index < to; index += 1, next += 1) {
    target[next] = source[slots[index] as number] as number;
  }
}

function gatherBools(source: Uint8Array, target: Uint8Array, { slots, from, to, at }: EntryRange): void {
  for (let index = from, next = at; index < to; index += 1, next += 1) {
    target[next] = source[slots[index] as number] as number;
  }
}
