import type { ColumnSchema, ColumnType } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../batch/batch-of.ts';
import { rowsOf } from '../batch/rows-of.ts';
import { KeyHasher } from './hash-keys.ts';
import { decodeKey, fixedKeyWidth, KeyEncoder } from './key-encoder.ts';
import { murmur3 } from './murmur3.ts';

const column = (name: string, type: ColumnType, nullable = false): ColumnSchema => ({ name, type, nullable });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const valueOf: Record<ColumnType, fc.Arbitrary<unknown>> = {
  BOOLEAN: fc.boolean(),
  INT: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  BIGINT: fc.maxSafeInteger(),
  DOUBLE: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  STRING: fc.string({ unit: 'grapheme', maxLength: 12 }),
  TIMESTAMP: fc.integer({ min: 0, max: 4e12 }),
};
const columnTypes = Object.keys(valueOf) as ColumnType[];
const keys = fc
  .uniqueArray(fc.record({ type: fc.constantFrom(...columnTypes), nullable: fc.boolean() }), {
    maxLength: 4,
    selector: () => ({}),
  })
  .map((types) => types.map(({ type, nullable }, index) => column(`k${index}`, type, nullable)));
const schemaAndRows = keys.chain((schema) =>
  fc.tuple(
    fc.constant(schema),
    fc.array(
      fc.record(
        Object.fromEntries(
          schema.map(({ name, type, nullable }) => [name, nullable ? fc.option(valueOf[type]) : valueOf[type]]),
        ),
      ),
      { maxLength: 40 },
    ),
  ),
);

describe('murmur3', () => {
  it.each([
    ['', 0],
    ['a', 0x3c2569b2],
    ['abc', 0xb3dd93fa],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('gives the published value of %j', (text, hash) => {
    const bytes = bytesOf(text);
    expect(murmur3(bytes, 0, bytes.length) >>> 0).toBe(hash);
  });
});

describe('KeyHasher', () => {
  it('hashes the canonical bytes of every key, whatever its columns', () => {
    fc.assert(
      fc.property(schemaAndRows, ([schema, rows]) => {
        const batch = batchOf(schema, rows);
        const indexes = schema.map((_, index) => index);
        const hashes = new Int32Array(rows.length);
        new KeyHasher(indexes).hash(batch, hashes);
        const { bytes, offsets } = new KeyEncoder().encode(batch, indexes);
        rows.forEach((_, row) => {
          expect(hashes[row]).toBe(murmur3(bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0));
        });
      }),
    );
  });

  it('hashes texts of every length at every place of the buffer', () => {
    const schema = [column('word', 'STRING')];
    const rows = Array.from({ length: 40 }, (_, length) => ({ word: 'abcdefghij'.repeat(4).slice(0, length) }));
    const hashes = new Int32Array(rows.length);
    new KeyHasher([0]).hash(batchOf(schema, rows), hashes);
    rows.forEach(({ word }, row) => expect(hashes[row]).toBe(murmur3(bytesOf(word), 0, word.length)));
  });
});

describe('KeyEncoder', () => {
  it('gives bytes from which the key comes back, so different keys differ', () => {
    fc.assert(
      fc.property(schemaAndRows, ([schema, rows]) => {
        const batch = batchOf(schema, rows);
        const { bytes, offsets } = new KeyEncoder().encode(
          batch,
          schema.map((_, index) => index),
        );
        rowsOf(batch).forEach((row, index) => {
          const key = decodeKey(schema, bytes.subarray(offsets[index], offsets[index + 1]));
          expect(key).toEqual(schema.map(({ name }) => row[name]));
        });
      }),
    );
  });

  it('has one zero and one NaN', () => {
    const batch = batchOf([column('x', 'DOUBLE')], [{ x: 0 }, { x: -0 }, { x: Number.NaN }]);
    const payload = batch.columns[0];
    if (payload?.kind !== 'float64') throw new Error('a DOUBLE column lies as float64');
    const { bytes, offsets } = new KeyEncoder().encode(batch, [0]);
    expect([...offsets.subarray(0, 4)]).toEqual([0, 8, 16, 24]);
    expect([...bytes.subarray(0, 8)]).toEqual([...bytes.subarray(8, 16)]);
    expect([...bytes.subarray(16, 24)]).toEqual([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
  });

  it('takes the bytes of a single text as they are', () => {
    const batch = batchOf([column('word', 'STRING')], [{ word: 'añ' }, { word: '' }]);
    const { bytes, offsets } = new KeyEncoder().encode(batch, [0]);
    expect([...bytes.subarray(offsets[0], offsets[1])]).toEqual([...bytesOf('añ')]);
    expect(offsets[2]).toBe(offsets[1]);
  });

  it.each([
    [[column('a', 'INT')], 4],
    [[column('a', 'INT'), column('b', 'DOUBLE'), column('c', 'BOOLEAN')], 13],
    [[column('a', 'INT', true)], null],
    [[column('a', 'STRING')], null],
    [[], 0],
  ])('knows the width of %j', (columns, width) => {
    expect(fixedKeyWidth(columns)).toBe(width);
  });
});
