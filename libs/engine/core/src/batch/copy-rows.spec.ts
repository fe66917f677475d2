import type { ColumnSchema } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateBatch } from './allocate-batch.ts';
import { batchOf } from './batch-of.ts';
import { copyBatch, copyRowRange, copySelectedRows, reserveText } from './copy-rows.ts';
import { rowsOf } from './rows-of.ts';
import { textOf, Utf8Builder } from './utf8-builder.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'flag', type: 'BOOLEAN', nullable: true },
  { name: 'n', type: 'INT', nullable: false },
  { name: 'x', type: 'DOUBLE', nullable: true },
  { name: 'text', type: 'STRING', nullable: true },
  { name: 'word', type: 'STRING', nullable: false },
];
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 9 }), fc.string({ minLength: 90, maxLength: 110 }));
const rows = fc.array(
  fc.record({
    flag: fc.option(fc.boolean()),
    n: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    x: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    text: fc.option(text),
    word: text,
  }),
  { minLength: 1, maxLength: 30 },
);

describe('batchOf and rowsOf', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(rows, (values) => {
        expect(rowsOf(batchOf(schema, values))).toEqual(values);
      }),
    );
  });

  it('says in JSON what a double can be', () => {
    const batch = batchOf([{ name: 'x', type: 'DOUBLE', nullable: false }], [{ x: Number.NaN }, { x: -Infinity }]);
    expect(rowsOf(batch)).toEqual([{ x: 'NaN' }, { x: '-Infinity' }]);
  });
});

describe('copying rows', () => {
  it('keeps the selected ones in the order of the selection, whatever lies around them', () => {
    const selected = rows.chain((values) =>
      fc.tuple(fc.constant(values), fc.array(fc.nat(values.length - 1), { maxLength: 40 }), fc.nat(3)),
    );
    fc.assert(
      fc.property(selected, ([values, picks, before]) => {
        const source = batchOf(schema, values);
        const target = allocateBatch(schema, { rows: before + picks.length, textBytes: 200 * (picks.length + 3) });
        const selection = Int32Array.from([...Array.from({ length: before }, () => 0), ...picks]);
        source.columns.forEach((column, index) => {
          const into = target.columns[index];
          if (into === undefined) throw new Error('both have the schema’s columns');
          copySelectedRows(column, { column: into, at: 0 }, { selection, from: 0, to: before });
          copySelectedRows(column, { column: into, at: before }, { selection, from: before, to: selection.length });
        });
        target.rowCount = selection.length;
        expect(rowsOf(target)).toEqual([...selection].map((row) => values[row]));
      }),
    );
  });

  it('keeps a range as one stretch', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const source = batchOf(schema, values);
        const from = Math.floor(values.length / 3);
        const target = allocateBatch(schema, { rows: values.length * 2, textBytes: 20_000 });
        source.columns.forEach((column, index) => {
          const into = target.columns[index];
          if (into === undefined) throw new Error('both have the schema’s columns');
          copyRowRange(column, { column: into, at: 0 }, { from: 0, to: values.length });
          copyRowRange(column, { column: into, at: values.length }, { from, to: values.length });
        });
        target.rowCount = values.length * 2 - from;
        expect(rowsOf(target)).toEqual([...values, ...values.slice(from)]);
      }),
    );
  });

  it('copies a batch that may then change', () => {
    const source = batchOf(schema, [{ flag: true, n: 1, x: null, text: 'a', word: 'ü' }]);
    const copy = copyBatch(source);
    const numbers = source.columns[1];
    if (numbers?.kind === 'int32') numbers.values[0] = 9;
    expect(rowsOf(copy)).toEqual([{ flag: true, n: 1, x: null, text: 'a', word: 'ü' }]);
  });

  it('refuses a column of another type', () => {
    const [a, b] = [batchOf(schema.slice(0, 1), [{ flag: true }]), batchOf(schema.slice(1, 2), [{ n: 1 }])];
    const [column, into] = [a.columns[0], b.columns[0]];
    if (column === undefined || into === undefined) throw new Error('both have a column');
    expect(() => copyRowRange(column, { column: into, at: 0 }, { from: 0, to: 1 })).toThrow('another type');
  });
});

describe('Utf8Builder', () => {
  it('holds what was appended, as text or as bytes, while it grows, and after a reset', () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const builder = new Utf8Builder(1, 1);
        for (let round = 0; round < 2; round += 1) {
          builder.reset();
          for (const value of texts) {
            const bytes = new TextEncoder().encode(value);
            if (value.length % 2 === 0) builder.appendText(value);
            else builder.appendBytes(bytes, 0, bytes.length);
            builder.appendEmpty();
          }
          expect(builder.rowCount).toBe(texts.length * 2);
          expect(texts.map((_, row) => textOf(builder.column, row * 2))).toEqual(texts);
          expect(builder.textBytes).toBe(new TextEncoder().encode(texts.join('')).length);
        }
      }),
    );
  });

  it('makes room that a kernel fills by itself', () => {
    const builder = new Utf8Builder(1, 1);
    builder.appendText('a');
    builder.reserve(2, 3);
    builder.column.bytes.set([98, 99, 100], builder.textBytes);
    builder.column.offsets.set([3, 4], 2);
    builder.advance(2);
    expect([0, 1, 2].map((row) => textOf(builder.column, row))).toEqual(['a', 'bc', 'd']);
  });

  it('grows a column that is filled elsewhere', () => {
    const { column } = new Utf8Builder(4, 4);
    column.bytes.set([1, 2, 3]);
    reserveText(column, 1000, 3);
    expect(column.bytes.length).toBeGreaterThanOrEqual(1000);
    expect([...column.bytes.subarray(0, 4)]).toEqual([1, 2, 3, 0]);
  });
});
