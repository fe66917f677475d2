import { type ColumnType, formatTimestampText, parseTimestampText, type TypedExpression } from '@weir/job-spec';
import type { EvaluationErrorCode } from '../expressions/evaluation-error.ts';
import { formatDouble } from '../expressions/format-double.ts';
import { roundDecimal } from '../expressions/number-kernels.ts';
import { parseDouble, parseTruth, parseWhole } from '../expressions/parse-value.ts';

export type CellValue = string | number | boolean | null;
/** Values by column name; TIMESTAMP as epoch milliseconds. */
export type RowValues = Readonly<Record<string, CellValue>>;

/** The row has no value: what the kernels throw as an EvaluationError. */
export class NoValue extends Error {
  readonly code: EvaluationErrorCode;

  constructor(code: EvaluationErrorCode) {
    super(code);
    this.code = code;
  }
}

/**
 * What an expression means, in the plainest way: one row, one value at a time, whole numbers in BigInt, texts as code points. It is the
 * yardstick that the kernels are tested against, and no part of a running job. Throws {@link NoValue}.
 */
export function interpret(node: TypedExpression, row: RowValues): CellValue {
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
    case 'is-json':
    case 'json':
      throw new Error(`The yardstick does not know ${node.kind}; examples and Flink's answers measure it.`);
    default:
      return interpretStrict(node, row);
  }
}

type Strict = Exclude<
  TypedExpression,
  { kind: 'column' | 'literal' | 'logical' | 'case' | 'coalesce' | 'is-null' | 'is-truth' | 'in' | 'is-json' | 'json' }
>;

function interpretStrict(node: Strict, row: RowValues): CellValue {
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
      return likePattern(String(second), node.escape).test(String(first)) !== node.isNegated;
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
  if (node.kind === 'like') return [node.operand, node.pattern];
  return node.kind === 'call' ? node.arguments : [node.operand];
}

function interpretLogical(
  { operator, operands }: Extract<TypedExpression, { kind: 'logical' }>,
  row: RowValues,
): CellValue {
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

function interpretIn(
  { operand, items, isNegated }: Extract<TypedExpression, { kind: 'in' }>,
  row: RowValues,
): CellValue {
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

function interpretCompare(operator: string, left: CellValue, right: CellValue): boolean {
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

function cast(value: CellValue, from: ColumnType, to: ColumnType): CellValue {
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

function parse(text: string, to: ColumnType): CellValue {
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
  [a, b, c]: readonly [CellValue, CellValue, CellValue],
  all: readonly CellValue[],
): CellValue {
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
      if (b === '') return ['', ...String(a), ''].join(String(c));
      return String(a).split(String(b)).join(String(c));
    case 'SUBSTRING':
      return substring([...String(a)], Number(b), node.arguments.length > 2 ? Number(c) : Infinity);
    case 'ABS':
      return ranged(Math.abs(Number(a)), node.type);
    case 'FLOOR':
      return Math.floor(Number(a));
    case 'CEIL':
      return Math.ceil(Number(a));
    case 'ROUND':
      return node.type === 'DOUBLE' ? roundDecimal(Number(a), Number(b)) : Number(a);
    default:
      throw new Error(`The yardstick does not know ${node.function}; examples and Flink's answers measure it.`);
  }
}

function substring(characters: readonly string[], start: number, length: number): string | null {
  if (length < 0) return null;
  const from = start > 0 ? start - 1 : start === 0 ? 0 : characters.length + start;
  return from < 0 ? '' : characters.slice(from, from + length).join('');
}
