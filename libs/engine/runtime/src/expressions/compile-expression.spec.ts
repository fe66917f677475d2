import { batchOf, type Column, type RecordBatch, valueOf } from '@weir/engine-core';
import {
  type ColumnSchema,
  type ColumnType,
  parseTimestampText,
  typeExpressionText,
  type TypedExpression,
} from '@weir/job-spec';
import { formatTimestampText } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, compilePredicate } from './compile-expression.ts';
import { EvaluationError, type EvaluationErrorCode } from './evaluation-error.ts';
import { formatDouble } from './format-double.ts';
import { roundDecimal } from './number-kernels.ts';
import { parseDouble, parseTruth, parseWhole } from './parse-value.ts';

/** The kernels beside the plainest interpreter: one row at a time, one value at a time. */
type Value = string | number | boolean | null;
type Row = Readonly<Record<string, Value>>;

class NoValue extends Error {
  readonly code: EvaluationErrorCode;
  constructor(code: EvaluationErrorCode) {
    super(code);
    this.code = code;
  }
}

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

function interpret(node: TypedExpression, row: Row): Value {
  switch (node.kind) {
    case 'column':
      return row[node.name] ?? null;
    case 'literal':
      return node.value;
    case 'logical':
      return interpretLogical(node, row);
    case 'case': {
      const branch = node.branches.find(({ when }) => interpret(when, row) === true);
      const taken = branch?.then ?? node.otherwise;
      return taken ? interpret(taken, row) : null;
    }
    case 'coalesce': {
      for (const operand of node.operands) {
        const value = interpret(operand, row);
        if (value !== null) return value;
      }
      return null;
    }
    case 'is-null':
      return (interpret(node.operand, row) === null) !== node.isNegated;
    case 'is-truth':
      return (interpret(node.operand, row) === node.truth) !== node.isNegated;
    case 'in':
      return interpretIn(node, row);
    default:
      return interpretStrict(node, row);
  }
}

type Strict = Exclude<
  TypedExpression,
  { kind: 'column' | 'literal' | 'logical' | 'case' | 'coalesce' | 'is-null' | 'is-truth' | 'in' }
>;

function interpretStrict(node: Strict, row: Row): Value {
  const operands = operandsOf(node).map((operand) => interpret(operand, row));
  if (operands.includes(null)) return null;
  const [first, second, third] = operands;
  switch (node.kind) {
    case 'arithmetic':
      return interpretArithmetic(node, Number(first), Number(second));
    case 'negate':
      return ranged(node.type === 'DOUBLE' ? -Number(first) : 0 - Number(first), node.type);
    case 'compare':
      return interpretCompare(node.operator, first ?? null, second ?? null);
    case 'not':
      return first !== true;
    case 'like':
      return likePattern(node.pattern, node.escape).test(String(first)) !== node.isNegated;
    case 'trim':
      return trim(node, String(first));
    case 'cast':
      return cast(first ?? null, node.operand.type, node.type);
    case 'call':
      return interpretCall(node, [first ?? null, second ?? null, third ?? null], operands);
  }
}

function operandsOf(node: Strict): readonly TypedExpression[] {
  if (node.kind === 'arithmetic' || node.kind === 'compare') return [node.left, node.right];
  return node.kind === 'call' ? node.arguments : [node.operand];
}

function interpretLogical({ operator, operands }: Extract<TypedExpression, { kind: 'logical' }>, row: Row): Value {
  const deciding = operator === 'OR';
  let failure: unknown;
  let hasNull = false;
  for (const operand of operands) {
    try {
      const value = interpret(operand, row);
      if (value === deciding) return deciding;
      if (value === null) hasNull = true;
    } catch (thrown) {
      failure ??= thrown;
    }
  }
  if (failure !== undefined) throw failure as NoValue;
  return hasNull ? null : !deciding;
}

function interpretIn({ operand, items, isNegated }: Extract<TypedExpression, { kind: 'in' }>, row: Row): Value {
  const comparisons = items.map((right): TypedExpression => ({
    kind: 'compare',
    operator: '=',
    left: operand,
    right,
    type: 'BOOLEAN',
    nullable: true,
    span: operand.span,
  }));
  const found = interpret(
    { kind: 'logical', operator: 'OR', operands: comparisons, type: 'BOOLEAN', nullable: true, span: operand.span },
    row,
  );
  return found === null ? null : found !== isNegated;
}

function interpretArithmetic(
  node: Extract<TypedExpression, { kind: 'arithmetic' }>,
  left: number,
  right: number,
): number {
  const { operator, type } = node;
  if (type === 'DOUBLE')
    return { '+': left + right, '-': left - right, '*': left * right, '/': left / right, '%': left % right }[operator];
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === '/' || operator === '%') && right === 0) throw new NoValue('DIVISION_BY_ZERO');
  const exact = { '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b, '%': () => a % b }[
    operator
  ]();
  return ranged(Number(exact), type);
}

function ranged(value: number, type: ColumnType): number {
  const isOut = type === 'INT' ? value !== (value | 0) : type === 'BIGINT' && !Number.isSafeInteger(value);
  if (isOut) throw new NoValue('INTEGER_OUT_OF_RANGE');
  return value;
}

function interpretCompare(operator: string, left: Value, right: Value): boolean {
  if (typeof left === 'string') {
    const order = Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
    return interpretCompare(operator, order, 0);
  }
  const [a, b] = [Number(left), Number(right)];
  return { '=': a === b, '<>': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator] ?? false;
}

function likePattern(pattern: string, escape: string | null): RegExp {
  let source = '';
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at += 1) {
    const isEscape = characters[at] === escape;
    if (isEscape) at += 1;
    const character = characters[at] ?? '';
    if (!isEscape && character === '%') source += '[^]*';
    else if (!isEscape && character === '_') source += '[^]';
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return new RegExp(`^${source}$`, 'u');
}

function trim({ side, characters }: Extract<TypedExpression, { kind: 'trim' }>, text: string): string {
  const list = [...text];
  while (side !== 'TRAILING' && list.length > 0 && characters.includes(list[0] ?? '')) list.shift();
  while (side !== 'LEADING' && list.length > 0 && characters.includes(list.at(-1) ?? '')) list.pop();
  return list.join('');
}

function cast(value: Value, from: ColumnType, to: ColumnType): Value {
  if (to === 'STRING') {
    if (from === 'BOOLEAN') return value === true ? 'TRUE' : 'FALSE';
    if (from === 'DOUBLE') return formatDouble(Number(value));
    return from === 'TIMESTAMP' ? formatTimestampText(Number(value)) : String(value);
  }
  if (from === 'STRING') return parse(String(value), to);
  const number = Number(value);
  if (to === 'BOOLEAN') return number !== 0;
  if (to === 'DOUBLE') return number;
  if (Number.isNaN(number)) throw new NoValue('INVALID_CAST');
  return fit(Math.trunc(number) + 0, to);
}

function parse(text: string, to: ColumnType): Value {
  const parsers = {
    BOOLEAN: parseTruth,
    INT: parseWhole,
    BIGINT: parseWhole,
    DOUBLE: parseDouble,
    TIMESTAMP: parseTimestampText,
    STRING: () => undefined,
  };
  const value = parsers[to](text);
  if (value === undefined) throw new NoValue('INVALID_CAST');
  if (to === 'BOOLEAN') return value === 1;
  return to === 'DOUBLE' ? value : fit(value, to);
}

function fit(value: number, to: ColumnType): number {
  if (to === 'TIMESTAMP' && !(Math.abs(value) <= 8.64e15)) throw new NoValue('INTEGER_OUT_OF_RANGE');
  return to === 'TIMESTAMP' ? value : ranged(value, to);
}

function interpretCall(
  node: Extract<TypedExpression, { kind: 'call' }>,
  [a, b, c]: readonly [Value, Value, Value],
  all: readonly Value[],
): Value {
  switch (node.function) {
    case 'LOWER':
      return String(a).toLowerCase();
    case 'UPPER':
      return String(a).toUpperCase();
    case 'CHAR_LENGTH':
      return [...String(a)].length;
    case 'CONCAT':
      return all.join('');
    case 'REPLACE':
      return b === '' ? String(a) : String(a).split(String(b)).join(String(c));
    case 'SUBSTRING':
      return substring([...String(a)], Number(b), node.arguments.length > 2 ? Number(c) : Infinity);
    case 'ABS':
      return ranged(Math.abs(Number(a)), node.type);
    case 'FLOOR':
      return Math.floor(Number(a));
    case 'CEIL':
      return Math.ceil(Number(a));
    case 'ROUND':
      return roundDecimal(Number(a), Number(b));
  }
}

function substring(characters: readonly string[], start: number, length: number): string | null {
  if (length < 0) return null;
  const from = start > 0 ? start - 1 : start === 0 ? 0 : characters.length + start;
  return from < 0 ? '' : characters.slice(from, from + length).join('');
}

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
const valuesOf: Readonly<Record<ColumnType, fc.Arbitrary<Value>>> = {
  BOOLEAN: fc.boolean(),
  INT: int,
  BIGINT: bigint,
  DOUBLE: double,
  STRING: text,
  TIMESTAMP: time,
};

const anyRow: fc.Arbitrary<Row> = fc.record(
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

/** Expressions of each type, as texts. */
const depth = fc.createDepthIdentifier();
const expressions = fc.letrec<Record<ColumnType, string>>((tie) => {
  const [x, i, g, d, s, t] = [
    tie('BOOLEAN'),
    tie('INT'),
    tie('BIGINT'),
    tie('DOUBLE'),
    tie('STRING'),
    tie('TIMESTAMP'),
  ] as const;
  const op = fc.constantFrom('+', '-', '*', '/', '%');
  const compare = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
  const not = fc.constantFrom('', 'NOT ');
  const either = (type: ColumnType): fc.Arbitrary<string>[] => {
    const own = tie(type);
    const shapes = ['CASE WHEN $0 THEN $1 ELSE $2 END', 'CASE WHEN $0 THEN $1 WHEN $0 IS NULL THEN $2 END'];
    return [
      ...shapes.map((shape) => call(shape, x, own, own)),
      call('COALESCE($0, $1)', own, own),
      call('NULLIF($0, $1)', own, own),
    ];
  };
  const leaf = (type: ColumnType, literals: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(...schema.filter((column) => column.type === type).map(({ name }) => name)),
      },
      literals,
      fc.constant(`CAST(NULL AS ${type})`),
    );
  const node = (
    type: ColumnType,
    literals: fc.Arbitrary<string>,
    shapes: readonly fc.Arbitrary<string>[],
  ): fc.Arbitrary<string> =>
    fc.oneof({ maxDepth: 3, depthIdentifier: depth }, leaf(type, literals), ...either(type), ...shapes);
  return {
    BOOLEAN: node('BOOLEAN', fc.constantFrom('TRUE', 'FALSE'), [
      ...[x, i, g, d, s, t].map((one) => call('($0 $1 $2)', one, compare, one)),
      call('($0 AND $1)', x, x),
      call('($0 OR $1 OR $2)', x, x, x),
      call('(NOT $0)', x),
      call('($0 IS $1NULL)', fc.oneof(x, i, d, s), not),
      call('($0 IS $1TRUE)', x, not),
      call('($0 IS $1FALSE)', x, not),
      call('($0 $1IN ($2, $3))', i, not, i, i),
      call('($0 $1IN (1, 2, -1, 2147483647))', i, not),
      call('($0 $1IN (0.0, 0.5, 1e300, 1, 2, 3, 4, 5, 6, 7))', d, not),
      call("($0 $1IN ('', 'a', 'été', 'abc'))", s, not),
      call('($0 $1IN ($2, NULL))', s, not, s),
      call('($0 $1BETWEEN $2 AND $3)', fc.oneof(i, d), not, i, g),
      call(
        '($0 $1LIKE $2)',
        s,
        not,
        fc.constantFrom("'a%'", "'%a'", "'%a%b%'", "'_'", "'a_%'", "'%é%'", "''", "'%'", "'_%_'", "'%😀_'"),
      ),
      call("($0 LIKE 'a!%%' ESCAPE '!')", s),
      call('CAST($0 AS BOOLEAN)', fc.oneof(i, g, d, s)),
    ]),
    INT: node('INT', int.map(String), [
      call('($0 $1 $2)', i, op, i),
      call('(- $0)', i),
      call('ABS($0)', i),
      call('CHAR_LENGTH($0)', s),
      call('CAST($0 AS INT)', fc.oneof(x, g, d, s)),
    ]),
    BIGINT: node('BIGINT', fc.constantFrom('2147483650', '9007199254740991', '-9007199254740991'), [
      call('($0 $1 $2)', g, op, fc.oneof(i, g)),
      call('(- $0)', g),
      call('ABS($0)', g),
      call('CAST($0 AS BIGINT)', fc.oneof(x, i, d, s, t)),
    ]),
    DOUBLE: node('DOUBLE', fc.constantFrom('0.5', '-1.5', '1e10', '0.0'), [
      call('($0 $1 $2)', d, op, fc.oneof(i, g, d)),
      call('(- $0)', d),
      ...['ABS($0)', 'FLOOR($0)', 'CEIL($0)', 'ROUND($0)', 'ROUND($0, 2)', 'ROUND($0, -1)'].map((shape) =>
        call(shape, d),
      ),
      call('CAST($0 AS DOUBLE)', fc.oneof(x, i, g, s)),
    ]),
    STRING: node('STRING', text.map(quote), [
      call('LOWER($0)', s),
      call('UPPER($0)', s),
      call('($0 || $1 || $2)', s, s, s),
      call('SUBSTRING($0 FROM $1)', s, i),
      call('SUBSTRING($0 FROM $1 FOR $2)', s, i, i),
      call('REPLACE($0, $1, $2)', s, s, s),
      call('TRIM($0)', s),
      call("TRIM($1 'aé😀' FROM $0)", s, fc.constantFrom('LEADING', 'TRAILING', 'BOTH')),
      call('CAST($0 AS STRING)', fc.oneof(x, i, g, d, t)),
    ]),
    TIMESTAMP: node('TIMESTAMP', fc.constant("TIMESTAMP '2024-05-01 12:00:00'"), [
      call('CAST($0 AS TIMESTAMP)', fc.oneof(g, s)),
    ]),
  };
});

/** A batch whose NULL rows hold rubbish, and whose texts do not begin at byte 0: both are allowed. */
function batchFrom(rows: readonly Row[]): RecordBatch {
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

function expectedOf(expression: TypedExpression, row: Row): Value | EvaluationErrorCode {
  try {
    return interpret(expression, row);
  } catch (thrown) {
    if (thrown instanceof NoValue) return thrown.code;
    throw thrown;
  }
}

function actualOf(column: Column, row: number): Value {
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

  it('selects the rows for which a condition is TRUE', () => {
    fc.assert(
      fc.property(expressions.BOOLEAN, fc.array(anyRow, { maxLength: 12 }), (source, rows) => {
        const expression = typed(source);
        const expected = rows.map((row) => expectedOf(expression, row));
        fc.pre(expected.every((value) => typeof value !== 'string'));
        const selected = compilePredicate({ text: source, expression }).select(batchFrom(rows));
        expect([...selected]).toEqual(rows.flatMap((_, index) => (expected[index] === true ? [index] : [])));
      }),
      { numRuns: 300 },
    );
  });
});

interface Comparison {
  readonly expression: TypedExpression;
  readonly kernel: ReturnType<typeof compileExpression>;
  readonly rows: readonly Row[];
}

function compareBatch({ expression, kernel, rows }: Comparison): void {
  const codes: readonly Value[] = ['DIVISION_BY_ZERO', 'INTEGER_OUT_OF_RANGE', 'INVALID_CAST'];
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
