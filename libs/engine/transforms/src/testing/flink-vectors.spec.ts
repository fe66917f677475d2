import { readFileSync } from 'node:fs';
import type { Row } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { type Answer, evaluateText } from './evaluate-text.ts';
import { departureOf } from './flink-departures.ts';

type Value = Row[string] | undefined;

/*
 * What Apache Flink 2.3.0 answers to the same expressions over the same rows: tools/flink-vectors makes the files, each with its source.
 * Every difference stands in flink-departures.ts with its reason; one that has gone must leave the table.
 */
interface Vectors {
  readonly columns: readonly Omit<ColumnSchema, 'nullable'>[];
  readonly rows: readonly (readonly Value[])[];
  readonly answers: readonly {
    readonly expression: string;
    readonly values?: readonly unknown[];
    readonly refused?: string;
  }[];
}

const families = ['text'];

describe.each(families)("Flink's answers about %s", (family) => {
  const { columns, rows, answers } = JSON.parse(readFileSync(fileOf(family), 'utf8')) as Vectors;
  const schema = columns.map((column): ColumnSchema => ({ ...column, nullable: true }));
  const batch = rows.map((row) =>
    Object.fromEntries(
      schema.map(({ name, type }, index) => [name, (type === 'DOUBLE' ? double(row[index]) : row[index]) ?? null]),
    ),
  );
  const cases = answers.flatMap(({ expression, values }) => (values === undefined ? [] : [{ expression, values }]));

  it.each(cases)('$expression', ({ expression, values }) => {
    const departure = departureOf(family, expression);
    let own: readonly (Answer | undefined)[];
    try {
      own = evaluateText(expression, schema, batch);
    } catch (thrown) {
      if (departure === undefined) throw thrown;
      own = [];
    }
    const differing = values.flatMap((value, row) => (isSame(value, own[row]) ? [] : [row]));
    if (departure === undefined) {
      expect(differing.map((row) => ({ row: rows[row], flink: values[row], weir: own[row] }))).toEqual([]);
    } else expect(differing, `No difference is left, but a reason is given: ${departure}`).not.toEqual([]);
  });
});

function fileOf(family: string): URL {
  return new URL(`flink-vectors/${family}.json`, import.meta.url);
}

/** NaN and the infinities are texts in JSON. */
function double(value: Value): Value {
  return typeof value === 'string' ? Number(value) : value;
}

/** Doubles may differ in the last digits: the platforms' functions are not the same to the last bit. */
function isSame(flink: unknown, weir: Answer | undefined): boolean {
  const value = plain(flink);
  if (typeof value === 'number' && typeof weir === 'number') {
    return value === weir || Math.abs(value - weir) <= 1e-13 * Math.abs(value);
  }
  return JSON.stringify(value) === JSON.stringify(weir ?? null);
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('double' in value) return value.double;
  return 'decimal' in value ? Number(value.decimal) : value;
}
