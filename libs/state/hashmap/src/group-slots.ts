import { murmur3OfInts, type RowRange } from '@weir/engine-core';
import type { KeysView } from './key-index.ts';
import type { TurnBudget } from './turn-budget.ts';

/** Slots sorted by key group: those of group g are slots[ends[g - 1] .. ends[g]) (from 0 for the first), ascending. */
export interface GroupedSlots {
  readonly slots: Int32Array;
  /** The inverse: slot s stands at slots[places[s]]. */
  readonly places: Int32Array;
  readonly ends: Int32Array;
}

/** Sorts the slots 0 to size - 1 by the key group of their keys: a counting sort. */
export async function groupSlots(keys: KeysView, maxParallelism: number, budget: TurnBudget): Promise<GroupedSlots> {
  const groupOf = new Uint16Array(keys.size);
  const counts = new Int32Array(maxParallelism);
  await budget.inTurns(0, keys.size, (from, to) =>
    countGroups({ groupOf, counts, hashes: hashesOf(keys, from, to), from }),
  );
  const ends = new Int32Array(maxParallelism);
  for (let group = 1; group < maxParallelism; group += 1) {
    ends[group] = (ends[group - 1] as number) + (counts[group - 1] as number);
  }
  const grouped = { slots: new Int32Array(keys.size), places: new Int32Array(keys.size), ends };
  await budget.inTurns(0, keys.size, (from, to) => placeSlots(groupOf, grouped, { from, to }));
  return grouped;
}

function hashesOf(keys: KeysView, from: number, to: number): Int32Array {
  if (keys.kind === 'bytes') return keys.hashes.subarray(from, to);
  const hashes = new Int32Array(to - from);
  murmur3OfInts(keys.keys.subarray(from, to), hashes);
  return hashes;
}

function countGroups(work: { groupOf: Uint16Array; counts: Int32Array; hashes: Int32Array; from: number }): void {
  const { groupOf, counts, hashes, from } = work;
  const groups = counts.length;
  if ((groups & (groups - 1)) === 0) return countMasked(work);
  for (let index = 0; index < hashes.length; index += 1) {
    const group = ((hashes[index] as number) >>> 0) % groups;
    groupOf[from + index] = group;
    counts[group] = (counts[group] as number) + 1;
  }
}

/** As above where the number of groups is a power of two: a remainder costs as much as all the rest. */
function countMasked({ groupOf, counts, hashes, from }: Parameters<typeof countGroups>[0]): void {
  const mask = counts.length - 1;
  for (let index = 0; index < hashes.length; index += 1) {
    const group = (hashes[index] as number) & mask;
    groupOf[from + index] = group;
    counts[group] = (counts[group] as number) + 1;
  }
}

/** `ends[g]` begins as the start of group g and has moved to its end when all slots are placed. */
function placeSlots(groupOf: Uint16Array, { slots, places, ends }: GroupedSlots, { from, to }: RowRange): void {
  for (let slot = from; slot < to; slot += 1) {
    const group = groupOf[slot] as number;
    const end = ends[group] as number;
    slots[end] = slot;
    places[slot] = end;
    ends[group] = end + 1;
  }
}
