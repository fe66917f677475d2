import type { RowRange } from '@weir/engine-core';
import type { ByteKeysView } from './key-index.ts';

/** The entries slots[from .. to). */
export interface SlotRange extends RowRange {
  readonly slots: Int32Array;
}

export interface KeyTarget {
  readonly bytes: Uint8Array;
  /** Null when all keys have one width. */
  readonly offsets: Int32Array | null;
  /** Where the next key goes: its number, and its first byte. */
  next: number;
  end: number;
}

/** Bytes of the keys of these entries. */
export function keyBytesOf({ offsets }: ByteKeysView, { slots, from, to }: SlotRange): number {
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const slot = slots[index] as number;
    bytes += (offsets[slot + 1] as number) - (offsets[slot] as number);
  }
  return bytes;
}

/** Copies the canonical bytes of keys behind those that the target has. */
export function gatherKeys(keys: ByteKeysView, target: KeyTarget, { slots, from, to }: SlotRange): void {
  const { bytes, offsets } = target;
  const source = keys.bytes;
  let { next, end } = target;
  for (let index = from; index < to; index += 1) {
    const slot = slots[index] as number;
    const stop = keys.offsets[slot + 1] as number;
    for (let byte = keys.offsets[slot] as number; byte < stop; byte += 1, end += 1) bytes[end] = source[byte] as number;
    next += 1;
    if (offsets !== null) offsets[next] = end;
  }
  target.next = next;
  target.end = end;
}
