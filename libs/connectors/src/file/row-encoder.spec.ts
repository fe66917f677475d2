import { batchOf, type Row } from '@weir/engine-core';
import type { ColumnSchema, FileFormat } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowBuffer } from './row-buffer.ts';
import { RowEncoder } from './row-encoder.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'flag', type: 'BOOLEAN', nullable: true },
  { name: 'n "quoted", name', type: 'INT', nullable: true },
  { name: 'x', type: 'DOUBLE', nullable: true },
  { name: 'big', type: 'BIGINT', nullable: true },
  { name: 'text', type: 'STRING', nullable: true },
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '"', 'a,b', 'line\nbreak', 'back\\slash', 'tab\t', '\u0000\u001f', 'é€😀', '\r'),
);
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 8 });
const rows = fc.array(
  fc.record({
    flag: nullable(fc.boolean()),
    'n "quoted", name': nullable(fc.integer()),
    x: nullable(fc.double({ noNaN: true, noDefaultInfinity: true })),
    big: nullable(fc.maxSafeInteger()),
    text: nullable(text),
  }),
  { maxLength: 20 },
);

function encode(format: FileFormat, values: readonly Row[], bytesEnough = Number.POSITIVE_INFINITY): string {
  const encoder = new RowEncoder(schema, format);
  const batch = batchOf(schema, values);
  let text = new TextDecoder().decode(encoder.header);
  for (let row = 0; row < values.length;) {
    const buffer = new RowBuffer(16);
    row = encoder.encode(batch, row, { buffer, bytesEnough });
    text += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer.bytes.subarray(0, buffer.end));
  }
  return text;
}

/** A plain reader of RFC 4180: null for an empty field that is not quoted. */
function parseCsv(csv: string): (string | null)[][] {
  const records: (string | null)[][] = [[]];
  let at = 0;
  while (at < csv.length) {
    const quoted = /"((?:[^"]|"")*)"/y;
    const plain = /[^",\n]*/y;
    quoted.lastIndex = at;
    plain.lastIndex = at;
    const match = quoted.exec(csv);
    const bare = match ? null : plain.exec(csv);
    records
      .at(-1)
      ?.push(match ? (match[1] ?? '').replaceAll('""', '"') : bare?.[0] === '' ? null : (bare?.[0] ?? null));
    at += (match ?? bare)?.[0].length ?? 0;
    if (csv[at] === '\n') records.push([]);
    else if (csv[at] !== ',') throw new Error(`Unexpected ${csv[at]} at ${at}.`);
    at += 1;
  }
  return records.slice(0, -1);
}

/** As JSON.stringify, which drops the sign of -0. */
function jsonOf(row: Row): string {
  const members = Object.entries(row).map(
    ([name, value]) => `${JSON.stringify(name)}:${Object.is(value, -0) ? '-0.0' : JSON.stringify(value)}`,
  );
  return `{${members.join()}}`;
}

function encodeOne(format: FileFormat, type: ColumnSchema['type'], value: Row[string]): string {
  const column: ColumnSchema = { name: 'x', type, nullable: true };
  const buffer = new RowBuffer(1);
  new RowEncoder([column], format).encode(batchOf([column], [{ x: value }]), 0, { buffer, bytesEnough: 1 });
  return new TextDecoder().decode(buffer.bytes.subarray(0, buffer.end));
}

describe('RowEncoder', () => {
  it('writes JSON lines that parse to the rows', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const lines = encode('jsonl', values).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(values);
        expect(lines).toEqual(values.map((row) => jsonOf(row)));
      }),
    );
  });

  it('writes CSV that a reader of RFC 4180 takes apart again', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const [header, ...records] = parseCsv(encode('csv', values));
        expect(header).toEqual(schema.map(({ name }) => name));
        const expected = values.map((row) =>
          Object.values(row).map((value) => (value === null ? null : Object.is(value, -0) ? '-0.0' : String(value))),
        );
        expect(records).toEqual(expected);
      }),
    );
  });

  it('stops when there is enough, between rows', () => {
    const values = Array.from({ length: 5 }, () => ({ flag: true, 'n "quoted", name': 1, x: 1, big: 1, text: 'a' }));
    expect(encode('jsonl', values, 1)).toBe(encode('jsonl', values));
  });

  it.each([
    [0, '0'],
    [-1, '-1'],
    [9, '9'],
    [10, '10'],
    [999_999_999, '999999999'],
    [1_000_000_000, '1000000000'],
    [-2_147_483_648, '-2147483648'],
    [10_000_000_000_000, '10000000000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Number.MIN_SAFE_INTEGER, '-9007199254740991'],
    [1e21, '1e+21'],
    [0.1, '0.1'],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    [-0, '-0.0'],
  ])('writes the double %d as %s', (value, written) => {
    expect(encodeOne('jsonl', 'DOUBLE', value)).toBe(`{"x":${written}}\n`);
  });

  it.each([
    [Date.UTC(2020, 0, 1), '2020-01-01 00:00:00.000'],
    [Date.UTC(2024, 4, 1, 12, 30, 15, 250), '2024-05-01 12:30:15.250'],
    [-1, '1969-12-31 23:59:59.999'],
    [8.64e15, '+275760-09-13 00:00:00.000'],
    [-8.64e15, '-271821-04-20 00:00:00.000'],
  ])('writes the time %d as %s', (value, written) => {
    expect(encodeOne('jsonl', 'TIMESTAMP', value)).toBe(`{"x":"${written}"}\n`);
    expect(encodeOne('csv', 'TIMESTAMP', value)).toBe(`${written}\n`);
  });

  it('gives whole numbers no negative zero', () => {
    expect(encodeOne('jsonl', 'BIGINT', -0)).toBe('{"x":0}\n');
    expect(encodeOne('csv', 'DOUBLE', -0)).toBe('-0.0\n');
  });

  it.each([
    [null, String.raw`\N`],
    ['', '""'],
    [String.raw`\N`, String.raw`"\N"`],
    ['a', 'a'],
  ] as const)('writes %j as the line %s where CSV has one column, so that no row is an empty line', (value, line) => {
    expect(encodeOne('csv', 'STRING', value)).toBe(`${line}\n`);
  });
});
