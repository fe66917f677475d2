import type { RowRange } from '@weir/engine-core';
import type { ByteKeysView } from './key-index.ts';
import { startsOf } from './starts-of.ts';
import type { TurnBudget } from './turn-budget.ts';

/** The key of entry e is bytes[offsets[e] .. offsets[e + 1]). */
export type SortedByteKeys = Pick<ByteKeysView, 'kind' | 'offsets' | 'bytes'>;

/** Where each slot goes: to entry places[s], among those of group groupOf[s]. */
export interface ByteKeyOrder {
  readonly groupOf: Uint16Array;
  readonly places: Int32Array;
  readonly groups: number;
}

/** The canonical bytes of keys in the order of a snapshot's entries. */
export async function sortByteKeys(
  keys: ByteKeysView,
  order: ByteKeyOrder,
  budget: TurnBudget,
): Promise<SortedByteKeys> {
  const { size } = keys;
  const counts = new Int32Array(order.groups);
  await budget.inTurns(0, size, (from, to) => countBytes(keys, { ...order, counts }, { from, to }));
  const bytes = new Uint8Array(keys.offsets[size] as number);
  const offsets = new Int32Array(size + 1);
  const ends = startsOf(counts);
  await budget.inTurns(0, size, (from, to) => copyKeys(keys, { ...order, ends, offsets, bytes }, { from, to }));
  return { kind: 'bytes', offsets, bytes };
}

function countBytes(
  { offsets }: ByteKeysView,
  { groupOf, counts }: ByteKeyOrder & { readonly counts: Int32Array },
  { from, to }: RowRange,
): void {
  for (let slot = from; slot < to; slot += 1) {
    const group = groupOf[slot] as number;
    counts[group] = (counts[group] as number) + (offsets[slot + 1] as number) - (offsets[slot] as number);
  }
}

interface SortedBytes extends ByteKeyOrder {
  /** By group, where its next key begins. */
  readonly ends: Int32Array;
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

function copyKeys(keys: ByteKeysView, { groupOf, places, ends, offsets, bytes }: SortedBytes, range: RowRange): void {
  const source = keys.bytes;
  for (let slot = range.from; slot < range.to; slot += 1) {
    const group = groupOf[slot] as number;
    const stop = keys.offsets[slot + 1] as number;
    let end = ends[group] as number;
    for (let byte = keys.offsets[slot] as number; byte < stop; byte += 1, end += 1) bytes[end] = source[byte] as number;
    ends[group] = end;
    offsets[(places[slot] as number) + 1] = end;
  }
}
