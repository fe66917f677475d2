import { batchOf, type Column, type RecordBatch, valueOf } from '@weir/engine-core';
import { type ColumnSchema, type ColumnType, typeExpressionText, type TypedExpression } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellValue, interpret, NoValue, type RowValues } from '../testing/row-interpreter.ts';
import { compileExpression } from './compile-expression.ts';
import { EvaluationError } from './evaluation-error.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'flag', type: 'BOOLEAN', nullable: false },
  { name: 'flag_n', type: 'BOOLEAN', nullable: true },
  { name: 'i', type: 'INT', nullable: false },
  { name: 'i_n', type: 'INT', nullable: true },
  { name: 'g', type: 'BIGINT', nullable: false },
  { name: 'g_n', type: 'BIGINT', nullable: true },
  { name: 'd', type: 'DOUBLE', nullable: false },
  { name: 'd_n', type: 'DOUBLE', nullable: true },
  { name: 's', type: 'STRING', nullable: false },
  { name: 's_n', type: 'STRING', nullable: true },
  { name: 't', type: 'TIMESTAMP', nullable: false },
  { name: 't_n', type: 'TIMESTAMP', nullable: true },
];

const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'A',
    'abc',
    'ABC',
    ' x ',
    '%',
    '_',
    'a%b',
    'été',
    'ÉTÉ',
    'İ',
    'ß',
    '😀',
    'a😀b',
    'Σς',
    '12',
    ' 7 ',
    '1e3',
    'true',
    '2024-05-01',
    'NaN',
  ),
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', '%', 'é', '😀'), maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const int = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 10, 2 ** 31 - 1, -(2 ** 31)),
  fc.integer({ min: -20, max: 20 }),
  fc.integer(),
);
const bigint = fc.oneof(
  int,
  fc.constantFrom(2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)),
  fc.maxSafeInteger().map((value) => value + 0),
);
const double = fc.oneof(
  fc.constantFrom(0, -0, 0.5, -0.5, 1.005, 2.5, -2.5, NaN, Infinity, -Infinity, 1e300, 5e-324),
  fc.double(),
  fc.integer(),
);
const time = fc.oneof(fc.constantFrom(0, -1, 8.64e15, -8.64e15), fc.integer({ min: 0, max: 2_000_000_000_000 }));
const valuesOf: Readonly<Record<ColumnType, fc.Arbitrary<CellValue>>> = {
  BOOLEAN: fc.boolean(),
  INT: int,
  BIGINT: bigint,
  DOUBLE: double,
  STRING: text,
  TIMESTAMP: time,
};

const anyRow: fc.Arbitrary<RowValues> = fc.record(
  Object.fromEntries(
    schema.map(({ name, type, nullable }) => [
      name,
      nullable ? fc.option(valuesOf[type], { freq: 2 }) : valuesOf[type],
    ]),
  ),
);

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const call = (template: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts)
    .map((filled) => filled.reduce((made, part, index) => made.replaceAll(`$${index}`, () => part), template));

type Texts = fc.Arbitrary<string>;
type Ties = Readonly<Record<ColumnType, Texts>>;

const depth = fc.createDepthIdentifier();
const operator = fc.constantFrom('+', '-', '*', '/', '%');
const not = fc.constantFrom('', 'NOT ');
const patterns = ["'a%'", "'%a'", "'%a%b%'", "'_'", "'a_%'", "'%é%'", "''", "'%'", "'_%_'", "'%😀_'"];

const literals: Ties = {
  BOOLEAN: fc.constantFrom('TRUE', 'FALSE'),
  INT: int.map(String),
  BIGINT: fc.constantFrom('2147483650', '9007199254740991', '-9007199254740991'),
  DOUBLE: fc.constantFrom('0.5', '-1.5', '1e10', '0.0'),
  STRING: text.map(quote),
  TIMESTAMP: fc.constant("TIMESTAMP '2024-05-01 12:00:00'"),
};

/** Expressions of each type, as texts. */
const expressions = fc.letrec<Record<ColumnType, string>>((tie) => {
  const ties: Ties = {
    BOOLEAN: tie('BOOLEAN'),
    INT: tie('INT'),
    BIGINT: tie('BIGINT'),
    DOUBLE: tie('DOUBLE'),
    STRING: tie('STRING'),
    TIMESTAMP: tie('TIMESTAMP'),
  };
  return {
    BOOLEAN: node('BOOLEAN', ties, [...conditions(ties), ...lists(ties)]),
    INT: node('INT', ties, intShapes(ties)),
    BIGINT: node('BIGINT', ties, bigintShapes(ties)),
    DOUBLE: node('DOUBLE', ties, doubleShapes(ties)),
    STRING: node('STRING', ties, textShapes(ties)),
    TIMESTAMP: node('TIMESTAMP', ties, [call('CAST($0 AS TIMESTAMP)', fc.oneof(ties.BIGINT, ties.STRING))]),
  };
});

/** A column, a literal, a choice between expressions of the type, or one of the type's own shapes. */
function node(type: ColumnType, ties: Ties, shapes: readonly Texts[]): Texts {
  const own = ties[type];
  const columns = schema.filter((column) => column.type === type).map(({ name }) => name);
  return fc.oneof(
    { maxDepth: 3, depthIdentifier: depth },
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...columns) },
      literals[type],
      fc.constant(`CAST(NULL AS ${type})`),
    ),
    call('CASE WHEN $0 THEN $1 ELSE $2 END', ties.BOOLEAN, own, own),
    call('CASE WHEN $0 THEN $1 WHEN $0 IS NULL THEN $2 END', ties.BOOLEAN, own, own),
    call('COALESCE($0, $1)', own, own),
    call('NULLIF($0, $1)', own, own),
    ...shapes,
  );
}

function conditions(ties: Ties): readonly Texts[] {
  const { BOOLEAN: x, INT: i, DOUBLE: d, STRING: s } = ties;
  const compare = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
  return [
    ...Object.values(ties).map((one) => call('($0 $1 $2)', one, compare, one)),
    call('($0 AND $1)', x, x),
    call('($0 OR $1 OR $2)', x, x, x),
    call('(NOT $0)', x),
    call('($0 IS $1NULL)', fc.oneof(x, i, d, s), not),
    call('($0 IS $1TRUE)', x, not),
    call('($0 IS $1FALSE)', x, not),
    call('CAST($0 AS BOOLEAN)', fc.oneof(i, ties.BIGINT, d, s)),
  ];
}

function lists({ INT: i, BIGINT: g, DOUBLE: d, STRING: s }: Ties): readonly Texts[] {
  return [
    call('($0 $1IN ($2, $3))', i, not, i, i),
    call('($0 $1IN (1, 2, -1, 2147483647))', i, not),
    call('($0 $1IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9))', i, not),
    call('($0 $1IN (0.0, 0.5, 1e300, 1, 2, 3, 4, 5, 6, 7))', d, not),
    call("($0 $1IN ('', 'a', 'été', 'abc'))", s, not),
    call('($0 $1IN ($2, NULL))', s, not, s),
    call('($0 $1BETWEEN $2 AND $3)', fc.oneof(i, d), not, i, g),
    call('($0 $1LIKE $2)', s, not, fc.constantFrom(...patterns)),
    call("($0 LIKE 'a!%%' ESCAPE '!')", s),
  ];
}

function intShapes({ BOOLEAN: x, INT: i, BIGINT: g, DOUBLE: d, STRING: s }: Ties): readonly Texts[] {
  return [
    call('($0 $1 $2)', i, operator, i),
    call('(- $0)', i),
    call('ABS($0)', i),
    call('CHAR_LENGTH($0)', s),
    call('CAST($0 AS INT)', fc.oneof(x, g, d, s)),
  ];
}

function bigintShapes({ BOOLEAN: x, INT: i, BIGINT: g, DOUBLE: d, STRING: s, TIMESTAMP: t }: Ties): readonly Texts[] {
  return [
    call('($0 $1 $2)', g, operator, fc.oneof(i, g)),
    call('(- $0)', g),
    call('ABS($0)', g),
    call('CAST($0 AS BIGINT)', fc.oneof(x, i, d, s, t)),
  ];
}

function doubleShapes({ BOOLEAN: x, INT: i, BIGINT: g, DOUBLE: d, STRING: s }: Ties): readonly Texts[] {
  const functions = ['ABS($0)', 'FLOOR($0)', 'CEIL($0)', 'ROUND($0)', 'ROUND($0, 2)', 'ROUND($0, -1)'];
  return [
    call('($0 $1 $2)', d, operator, fc.oneof(i, g, d)),
    call('(- $0)', d),
    ...functions.map((shape) => call(shape, d)),
    call('CAST($0 AS DOUBLE)', fc.oneof(x, i, g, s)),
  ];
}

function textShapes({ BOOLEAN: x, INT: i, BIGINT: g, DOUBLE: d, STRING: s, TIMESTAMP: t }: Ties): readonly Texts[] {
  return [
    call('LOWER($0)', s),
    call('UPPER($0)', s),
    call('($0 || $1 || $2)', s, s, s),
    call('SUBSTRING($0 FROM $1)', s, i),
    call('SUBSTRING($0 FROM $1 FOR $2)', s, i, i),
    call('REPLACE($0, $1, $2)', s, s, s),
    call('TRIM($0)', s),
    call("TRIM($1 'aé😀' FROM $0)", s, fc.constantFrom('LEADING', 'TRAILING', 'BOTH')),
    call('CAST($0 AS STRING)', fc.oneof(x, i, g, d, t)),
  ];
}

/** A batch whose NULL rows hold rubbish, and whose texts do not begin at byte 0: both are allowed. */
function batchFrom(rows: readonly RowValues[]): RecordBatch {
  const batch = batchOf(schema, rows);
  for (const column of batch.columns) {
    const { nulls } = column;
    if (column.kind === 'utf8') {
      const shifted = new Uint8Array(column.bytes.length + 3).fill(0xc3, 0, 3);
      shifted.set(column.bytes, 3);
      column.bytes = shifted;
      column.offsets = column.offsets.map((offset) => offset + 3);
    } else if (nulls !== null) nulls.forEach((isNull, row) => isNull === 1 && (column.values[row] = -(2 ** 31)));
  }
  return batch;
}

function expectedOf(expression: TypedExpression, row: RowValues): CellValue {
  try {
    return interpret(expression, row);
  } catch (thrown) {
    if (thrown instanceof NoValue) return thrown.code;
    throw thrown;
  }
}

function actualOf(column: Column, row: number): CellValue {
  if (column.kind === 'float64' && column.nulls?.[row] !== 1) return column.values[row] ?? null;
  return valueOf(column, row);
}

function typed(source: string): TypedExpression {
  const result = typeExpressionText(source, schema);
  if (!result.ok) throw new Error(`${source}: ${result.problem.message}`);
  return result.value;
}

describe('compileExpression', () => {
  const batches = fc.array(fc.array(anyRow, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 });

  it.each(['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'TIMESTAMP'] as const)(
    'gives for every %s expression and row what a row-by-row interpreter gives',
    (type) => {
      fc.assert(
        fc.property(expressions[type], batches, (source, list) => {
          const expression = typed(source);
          const kernel = compileExpression({ text: source, expression });
          for (const rows of list) {
            // The rows are tried one by one too, as the first failure of a batch hides the others.
            for (const part of [rows, ...rows.map((row) => [row])]) compareBatch({ expression, kernel, rows: part });
          }
        }),
        { numRuns: 400 },
      );
    },
    60_000,
  );
});

interface Comparison {
  readonly expression: TypedExpression;
  readonly kernel: ReturnType<typeof compileExpression>;
  readonly rows: readonly RowValues[];
}

function compareBatch({ expression, kernel, rows }: Comparison): void {
  const codes: readonly CellValue[] = ['DIVISION_BY_ZERO', 'INTEGER_OUT_OF_RANGE', 'INVALID_CAST'];
  const expected = rows.map((row) => expectedOf(expression, row));
  const failure = expected.find((value) => codes.includes(value));
  const batch = batchFrom(rows);
  if (failure !== undefined) {
    let code: string | undefined;
    try {
      kernel.evaluate(batch);
    } catch (thrown) {
      if (thrown instanceof EvaluationError) code = thrown.code;
      else throw thrown;
    }
    expect(code).toBe(failure);
    return;
  }
  const column = kernel.evaluate(batch);
  if (!expression.nullable) expect(column.nulls).toBeNull();
  expect(rows.map((_, row) => actualOf(column, row))).toEqual(expected);
}
