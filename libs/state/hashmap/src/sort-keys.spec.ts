import { keyGroupOf, murmur3OfInts, murmur3OfTexts } from '@weir/engine-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeysView } from './key-index.ts';
import { type SortedKeys, sortKeys } from './sort-keys.ts';
import { TurnBudget } from './turn-budget.ts';

/** The key of slot s, and of entry e, as a plain array of bytes. */
const keyAt = (keys: KeysView | SortedKeys['keys'], at: number): number[] =>
  keys.kind === 'int' ? [keys.keys[at] as number] : [...keys.bytes.subarray(keys.offsets[at], keys.offsets[at + 1])];

function intKeys(values: readonly number[]): { keys: KeysView; hashes: Int32Array } {
  const keys = Int32Array.from(values);
  const hashes = new Int32Array(keys.length);
  murmur3OfInts(keys, hashes);
  // A table's arrays have room to grow into, with anything behind the last key.
  return { keys: { kind: 'int', size: keys.length, keys: Int32Array.of(...keys, 77, 78) }, hashes };
}

function byteKeys(values: readonly Uint8Array[]): { keys: KeysView; hashes: Int32Array } {
  const offsets = new Int32Array(values.length + 3);
  values.forEach((value, slot) => (offsets[slot + 1] = (offsets[slot] as number) + value.length));
  const bytes = Uint8Array.of(...values.flatMap((value) => [...value]), 9, 9, 9);
  const hashes = new Int32Array(values.length);
  murmur3OfTexts({ bytes, offsets }, hashes);
  return { keys: { kind: 'bytes', size: values.length, hashes, offsets, bytes }, hashes };
}

const anyKeys = fc.oneof(
  fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 300 }).map(intKeys),
  fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 300 }).map(byteKeys),
);

describe(sortKeys, () => {
  it('brings each slot to one entry of its own group, in the order of the slots, with its key', () =>
    fc.assert(
      fc.asyncProperty(
        anyKeys,
        fc.constantFrom(1, 2, 7, 128, 1000),
        fc.constantFrom(1, 5, 1000),
        async ({ keys, hashes }, groups, perTurn) => {
          const {
            places,
            ends,
            keys: sorted,
          } = await sortKeys(keys, groups, new TurnBudget(() => Promise.resolve(), perTurn));
          const slots = Array.from({ length: keys.size }, (_, slot) => slot);
          const groupOf = (slot: number): number => keyGroupOf(hashes[slot] as number, groups);
          const expected = slots.toSorted((a, b) => groupOf(a) - groupOf(b) || a - b);
          expect(expected.map((slot) => places[slot])).toEqual(slots);
          expect(slots.map((entry) => keyAt(sorted, entry))).toEqual(expected.map((slot) => keyAt(keys, slot)));
          expect([...ends]).toEqual(
            Array.from({ length: groups }, (_, group) => expected.filter((slot) => groupOf(slot) <= group).length),
          );
        },
      ),
      { numRuns: 200 },
    ));
});
