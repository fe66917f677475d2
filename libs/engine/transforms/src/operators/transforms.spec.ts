import {
  batchOf,
  type Column,
  copyBatch,
  type KeyedStateBackend,
  type KeyedTable,
  type KeyedTableDescriptor,
  type OperatorContext,
  type RecordBatch,
  type Row,
  rowsOf,
  valueOf,
} from '@weir/engine-core';
import { analyzeJob, type AnalyzedOperator, type CompiledText, type TypedExpression } from '@weir/job-spec';
import { silentLogger } from '@weir/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnKernel } from './column-kernel.ts';
import { createTransform } from './transforms.ts';

/** Rows of these types come from an `elements` source in front of the operator. */
function analyzed(
  rows: readonly Row[],
  operator: Readonly<Record<string, unknown>>,
): { readonly source: AnalyzedOperator; readonly operator: AnalyzedOperator } {
  const spec = {
    name: 'test',
    operators: [
      { uid: 'in', type: 'elements', rows },
      { uid: 'op', input: 'in', ...operator },
      { uid: 'out', type: 'blackhole', input: 'op' },
    ],
  };
  const analysis = analyzeJob(spec);
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  const [source, found] = analysis.job.operators;
  if (source === undefined || found === undefined) throw new Error('the job has three operators');
  return { source, operator: found };
}

/** Columns, whole numbers and comparisons with `=`: enough to see that operators evaluate what they are given. */
function compile(text: CompiledText): ColumnKernel {
  return { evaluate: (batch) => evaluate(text.expression, batch) };
}

function evaluate(expression: TypedExpression, batch: RecordBatch): Column {
  const row = (value: unknown): Row => ({ value: value as Row[string] });
  const columnOf = (values: readonly unknown[]): Column => {
    const schema = [{ name: 'value', type: expression.type, nullable: expression.nullable }];
    const [column] = batchOf(schema, values.map(row)).columns;
    if (column === undefined) throw new Error('one column was asked for');
    return column;
  };
  const rows = Array.from({ length: batch.rowCount }, (_, index) => index);
  switch (expression.kind) {
    case 'column': {
      const column = batch.columns[expression.index];
      if (column === undefined) throw new Error('the column exists');
      return column;
    }
    case 'literal':
      return columnOf(rows.map(() => expression.value));
    case 'cast':
      return columnOf(rows.map((index) => valueOf(evaluate(expression.operand, batch), index)));
    case 'compare': {
      const [left, right] = [evaluate(expression.left, batch), evaluate(expression.right, batch)];
      return columnOf(
        rows.map((index) => {
          const [a, b] = [valueOf(left, index), valueOf(right, index)];
          return a === null || b === null ? null : a === b;
        }),
      );
    }
    default:
      throw new Error(`The test has no kernel for ${expression.kind}.`);
  }
}

/** Keyed state in a Map: slow and plainly right. */
function mapBackend(): KeyedStateBackend {
  const tables = new Map<string, KeyedTable>();
  const create = (descriptor: KeyedTableDescriptor): KeyedTable => {
    const slotOf = new Map<string, number>();
    const arrays = descriptor.valueColumns.map(({ type, initial }) => {
      if (type === 'INT') return new Int32Array(1000).fill(initial);
      return type === 'BOOLEAN' ? new Uint8Array(1000).fill(initial) : new Float64Array(1000).fill(initial);
    });
    return {
      descriptor: { ...descriptor, serializerVersion: 1 },
      get size() {
        return slotOf.size;
      },
      locate: (batch, indexes, _hashes, slots) => {
        for (let row = 0; row < batch.rowCount; row += 1) {
          const key = JSON.stringify(indexes.map((index) => valueOf(batch.columns[index] as Column, row)));
          if (!slotOf.has(key)) slotOf.set(key, slotOf.size);
          slots[row] = slotOf.get(key) as number;
        }
      },
      values: (column) => arrays[column] as Float64Array,
    };
  };
  return {
    table: (descriptor) => {
      const table = tables.get(descriptor.name) ?? create(descriptor);
      tables.set(descriptor.name, table);
      return table;
    },
    perKey: () => {
      throw new Error('not needed here');
    },
    snapshot: () => {
      throw new Error('not needed here');
    },
    restore: () => Promise.resolve(),
    bytes: 0,
    close: () => Promise.resolve(),
  };
}

interface Run {
  readonly batches: readonly RecordBatch[];
  readonly rows: readonly Row[];
}

/** Sends the rows through the operator, `batchRows` at a time. */
function run(input: readonly Row[], spec: Readonly<Record<string, unknown>>, batchRows = 1000): Run {
  // An `elements` source takes no long texts; only the types of its columns are needed.
  const shortened = input.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 9) : value]),
    ),
  );
  const { source, operator } = analyzed(shortened, spec);
  const batches: RecordBatch[] = [];
  const context: OperatorContext = {
    ...{ jobId: 'j', runId: 'r', epoch: 1, uid: 'op', subtask: 0, parallelism: 1, maxParallelism: 128 },
    keyGroups: { first: 0, last: 127 },
    isRestored: false,
    clock: { now: () => 0, monotonic: () => 0 },
    logger: silentLogger,
    output: { emit: (batch) => batches.push(copyBatch(batch)), emitWatermark: () => undefined },
    operatorState: { list: () => ({ get: () => [], set: () => undefined }) },
    keyedState: mapBackend(),
    report: () => undefined,
    wake: () => undefined,
    fail: () => undefined,
  };
  const transform = createTransform(operator, context, compile);
  for (let from = 0; from < input.length; from += batchRows) {
    transform.processBatch(batchOf(source.columns, input.slice(from, from + batchRows)), 0);
  }
  for (const { schema } of batches) expect(schema).toEqual(operator.columns);
  return { batches, rows: batches.flatMap((batch) => rowsOf(batch)) };
}

describe('map', () => {
  it('computes columns, and keeps the input’s where told', () => {
    const rows = [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ];
    expect(run(rows, { type: 'map', select: { n: '7', b: 'b' } }).rows).toEqual([
      { n: 7, b: 'x' },
      { n: 7, b: 'y' },
    ]);
    expect(run(rows, { type: 'map', keep: true, select: { n: '7' } }).rows).toEqual([
      { a: 1, b: 'x', n: 7 },
      { a: 2, b: 'y', n: 7 },
    ]);
  });
});

describe('filter', () => {
  it('passes the rows for which the condition is TRUE, not NULL, with all their columns', () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({
      a: i % 3 === 0 ? null : i % 4,
      b: `text ${i}`,
      c: i % 2 === 0 ? null : 'c',
    }));
    expect(run(rows, { type: 'filter', where: 'a = 1' }, 7).rows).toEqual(rows.filter(({ a }) => a === 1));
    expect(run(rows, { type: 'filter', where: 'a = 9' }).batches).toEqual([]);
  });

  it('lends a batch of which all rows pass as it is', () => {
    const rows = [{ a: 1 }, { a: 1 }];
    expect(run(rows, { type: 'filter', where: 'a = 1' }).rows).toEqual(rows);
  });
});

describe('flat-map', () => {
  const split = (separator: string, more: object = {}): Record<string, unknown> => ({
    type: 'flat-map',
    split: { column: 'line', separator, as: 'part', ...more },
  });
  const texts = [
    '',
    ' ',
    'one',
    '  two  words ',
    'größe \t東京\n🌊 é',
    'a,b,,c',
    ',',
    'x|y',
    'tab\tand\u0001control',
    'a'.repeat(40),
    '\u00a0 \u2003',
  ];
  const separators: readonly [string, RegExp][] = [
    ['\\s+', /[\t\n\f\r ]+/],
    ['\\s', /[\t\n\f\r ]/],
    [' ', / /],
    [',', /,/],
    [',+', /,+/],
    ['\\|', /\|/],
    ['[ ,;]+', /[ ,;]+/],
    ['[a-z]', /[a-z]/],
    [', ', /, /],
    ['京', /京/],
    ['[ö京]', /[ö京]/],
    ['\\W+', /[^0-9A-Za-z_]+/u],
    ['(?:,|\\s)+', /(?:,|[\t\n\f\r ])+/],
  ];

  it.each(separators)('splits at %s as a regular expression does', (separator, expression) => {
    const text = fc.oneof(
      fc.constantFrom(...texts),
      fc.string({ unit: fc.constantFrom(...'ab ,;|\t\nöz京🌊\u0001é'), maxLength: 30 }),
    );
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (lines, batchRows) => {
          const rows = lines.map((line, id) => ({ id, line }));
          for (const keepEmpty of [false, true]) {
            const expected = rows.flatMap(({ id, line }) =>
              line
                .split(expression)
                .filter((part) => keepEmpty || part !== '')
                .map((part) => ({ id, part })),
            );
            expect(run(rows, split(separator, { keepEmpty }), batchRows).rows).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives a NULL no rows', () => {
    const rows = [{ line: 'a b' }, { line: null }, { line: 'c' }];
    expect(run(rows, split('\\s+', { keepEmpty: true })).rows).toEqual([{ part: 'a' }, { part: 'b' }, { part: 'c' }]);
  });

  it('emits batches no larger than a batch may be, whatever a text holds', () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `w${i}`);
    const { batches, rows } = run([{ line: words.join(' ') }, { line: 'last' }], split(' '));
    expect(Math.max(...batches.map(({ rowCount }) => rowCount))).toBeLessThanOrEqual(8192);
    expect(rows.map(({ part }) => part)).toEqual([...words, 'last']);
  });
});

describe('aggregate', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    k: i % 4 === 0 ? null : `key ${(i * 7) % 5}`,
    n: i % 6 === 0 ? null : (i * 37) % 11,
    m: i - 30,
    x: i / 4,
  }));
  const spec = {
    type: 'aggregate',
    keyBy: ['k'],
    aggregates: {
      rows: 'COUNT(*)',
      ns: 'COUNT(n)',
      sum: 'SUM(n)',
      total: 'SUM(m)',
      low: 'MIN(n)',
      high: 'MAX(x)',
      mean: 'AVG(n)',
    },
  };

  function expected(): Row[] {
    const all = new Map<string | null, (typeof rows)[number][]>();
    return rows.map((row) => {
      const own = [...(all.get(row.k) ?? []), row];
      all.set(row.k, own);
      const ns = own.flatMap(({ n }) => (n === null ? [] : [n]));
      const sum = ns.reduce((total, n) => total + n, 0);
      return {
        k: row.k,
        rows: own.length,
        ns: ns.length,
        sum: ns.length === 0 ? null : sum,
        total: own.reduce((total, { m }) => total + m, 0),
        low: ns.length === 0 ? null : Math.min(...ns),
        high: Math.max(...own.map(({ x }) => x)),
        mean: ns.length === 0 ? null : sum / ns.length,
      };
    });
  }

  it.each([1, 7, 1000])('emits the running aggregates of each row’s key, %i rows a batch', (batchRows) => {
    expect(run(rows, spec, batchRows).rows).toEqual(expected());
  });

  it('emits the last row of each key of a batch, when told so', () => {
    const all = expected();
    const last = all.flatMap((row, index) => {
      const end = Math.min(rows.length, (Math.floor(index / 20) + 1) * 20);
      return all.slice(index + 1, end).some(({ k }) => k === row.k) ? [] : [row];
    });
    expect(run(rows, { ...spec, emit: 'latest-per-batch' }, 20).rows).toEqual(last);
  });

  it('has one key for all rows without keyBy', () => {
    const { rows: out } = run([{ n: 2 }, { n: 3 }], { type: 'aggregate', keyBy: [], aggregates: { sum: 'SUM(n)' } }, 1);
    expect(out).toEqual([{ sum: 2 }, { sum: 5 }]);
  });

  it('fails when a sum of whole numbers leaves ±2^53, and not before', () => {
    const big = 2 ** 52;
    const sum = { type: 'aggregate', keyBy: [], aggregates: { sum: 'SUM(n)' } };
    expect(run([{ n: big }, { n: big - 1 }], sum).rows.at(-1)).toEqual({ sum: 2 ** 53 - 1 });
    expect(() => run([{ n: big }, { n: big }], sum)).toThrow('left ±2^53');
    expect(() => run([{ n: null }, { n: -big }, { n: -big }], sum)).toThrow('left ±2^53');
  });

  it('orders NaN above every other number', () => {
    const aggregate = { type: 'aggregate', keyBy: [], aggregates: { low: 'MIN(x)', high: 'MAX(x)' } };
    const doubles = [{ x: 0.5 }, { x: -1.5 }, { x: 2.5 }];
    expect(run(doubles, aggregate).rows.at(-1)).toEqual({ low: -1.5, high: 2.5 });
  });
});
