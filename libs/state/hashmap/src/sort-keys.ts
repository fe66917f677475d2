import { murmur3OfInts, type RowRange } from '@weir/engine-core';
import type { IntKeysView, KeysView } from './key-index.ts';
import { type SortedByteKeys, sortByteKeys } from './sort-byte-keys.ts';
import { sortValues } from './sort-values.ts';
import { startsOf } from './starts-of.ts';
import type { TurnBudget } from './turn-budget.ts';

/**
 * The keys of a table as entries of a snapshot: by key group, and within one in the order of their slots. Group g has the entries from ends[g - 1]
 * (0 for the first) to ends[g].
 */
export interface SortedKeys {
  /** Slot s is entry places[s]. */
  readonly places: Int32Array;
  readonly ends: Int32Array;
  readonly keys: SortedIntKeys | SortedByteKeys;
}

/** The key of entry e is keys[e]. */
export type SortedIntKeys = Pick<IntKeysView, 'kind' | 'keys'>;

/** Memory held. */
export function sizeOfSortedKeys({ places, ends, keys }: SortedKeys): number {
  const keyBytes = keys.kind === 'int' ? keys.keys.byteLength : keys.offsets.byteLength + keys.bytes.byteLength;
  return places.byteLength + ends.byteLength + keyBytes;
}

/**
 * A counting sort by the key group of the keys' hashes. Keys are read in the order of their slots and written to as many places as there are
 * groups: the other way round each would come from a cache line of its own.
 */
export async function sortKeys(keys: KeysView, maxParallelism: number, budget: TurnBudget): Promise<SortedKeys> {
  const groupOf = new Uint16Array(keys.size);
  const counts = new Int32Array(maxParallelism);
  await budget.inTurns(0, keys.size, (from, to) =>
    countGroups({ groupOf, counts, hashes: hashesOf(keys, from, to), from }),
  );
  const places = new Int32Array(keys.size);
  const ends = startsOf(counts);
  await budget.inTurns(0, keys.size, (from, to) => placeSlots({ groupOf, places, ends }, { from, to }));
  if (keys.kind === 'int') {
    return { places, ends, keys: { kind: 'int', keys: await sortValues(keys.keys, places, budget) } };
  }
  return { places, ends, keys: await sortByteKeys(keys, { groupOf, places, groups: maxParallelism }, budget) };
}

function hashesOf(keys: KeysView, from: number, to: number): Int32Array {
  if (keys.kind === 'bytes') return keys.hashes.subarray(from, to);
  const hashes = new Int32Array(to - from);
  murmur3OfInts(keys.keys.subarray(from, to), hashes);
  return hashes;
}

interface GroupCount {
  readonly groupOf: Uint16Array;
  readonly counts: Int32Array;
  readonly hashes: Int32Array;
  readonly from: number;
}

function countGroups(work: GroupCount): void {
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
function countMasked({ groupOf, counts, hashes, from }: GroupCount): void {
  const mask = counts.length - 1;
  for (let index = 0; index < hashes.length; index += 1) {
    const group = (hashes[index] as number) & mask;
    groupOf[from + index] = group;
    counts[group] = (counts[group] as number) + 1;
  }
}

interface Placing {
  readonly groupOf: Uint16Array;
  readonly places: Int32Array;
  /** Begin as the groups' starts, and are their ends when all slots are placed. */
  readonly ends: Int32Array;
}

function placeSlots({ groupOf, places, ends }: Placing, { from, to }: RowRange): void {
  for (let slot = from; slot < to; slot += 1) {
    const group = groupOf[slot] as number;
    const end = ends[group] as number;
    places[slot] = end;
    ends[group] = end + 1;
  }
}
