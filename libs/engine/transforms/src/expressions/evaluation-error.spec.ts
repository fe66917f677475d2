import { batchOf, rowsOf, type RecordBatch, type Row } from '@weir/engine-core';
import { type ColumnSchema, typeExpressionText } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { compileExpression, type ColumnKernel } from './compile-expression.ts';
import { EvaluationError } from './evaluation-error.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'x', type: 'INT', nullable: false },
  { name: 'y', type: 'INT', nullable: true },
  { name: 'word', type: 'STRING', nullable: false },
];

function compile(text: string): ColumnKernel {
  const typed = typeExpressionText(text, schema);
  if (!typed.ok) throw new Error(typed.problem.message);
  return compileExpression({ text, expression: typed.value });
}

function batch(...rows: readonly Row[]): RecordBatch {
  return batchOf(
    schema,
    rows.map((row) => ({ x: 0, word: '', ...row })),
  );
}

function evaluate(text: string, input: RecordBatch): readonly unknown[] {
  const kernel = compile(text);
  const column = kernel.evaluate(input);
  const result = {
    schema: [{ name: 'v', type: kernel.type, nullable: true }],
    rowCount: input.rowCount,
    columns: [column],
    keyHashes: null,
  };
  return rowsOf(result).map((row) => row['v']);
}

describe('a row without a value', () => {
  it.each([
    ['10 / x', { x: 0 }, 'DIVISION_BY_ZERO', '10 / 0 divides by zero'],
    ['MOD(10, x)', { x: 0 }, 'DIVISION_BY_ZERO', '10 % 0'],
    ['x + 1', { x: 2 ** 31 - 1 }, 'INTEGER_OUT_OF_RANGE', '2147483647 + 1 is outside INT'],
    ['x * 9007199254740991', { x: 3 }, 'INTEGER_OUT_OF_RANGE', 'outside BIGINT'],
    ['- x', { x: -(2 ** 31) }, 'INTEGER_OUT_OF_RANGE', '2147483648 is outside INT'],
    ['CAST(word AS INT)', { word: 'twelve' }, 'INVALID_CAST', '"twelve" is no INT'],
    ['CAST(word AS INT)', { word: '3000000000' }, 'INTEGER_OUT_OF_RANGE', '"3000000000" is outside INT'],
    ['CAST(NULLIF(x, 1) / 0.0 AS INT)', { x: 0 }, 'INVALID_CAST', 'NaN is no INT'],
  ])('%s fails with its values', (text, row, code, message) => {
    let thrown: unknown;
    try {
      compile(text).evaluate(batch({ x: 1, word: '1' }, row));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EvaluationError);
    expect(thrown).toMatchObject({ code, retryable: false, details: { expression: text } });
    expect(String(thrown)).toContain(message);
  });

  it('names the part that failed and the whole expression', () => {
    expect(() => compile('1 + 10 / x').evaluate(batch({ x: 0 }))).toThrow(
      '"10 / x" in "1 + 10 / x" has no value for a row',
    );
  });

  it.each([
    ['x = 0 OR 10 / x > 1', [true, true]],
    ['10 / x > 1 OR x = 0', [true, true]],
    ['x <> 0 AND 10 / x > 1', [false, true]],
    ['CASE WHEN x = 0 THEN -1 ELSE 10 / x END', [-1, 2]],
    ['CASE WHEN x = 0 THEN 0 WHEN 10 / x > 1 THEN 1 ELSE 2 END', [0, 1]],
    ['COALESCE(x, 10 / x)', [0, 5]],
    ['COALESCE(NULLIF(x, x), 7)', [7, 7]],
    ["CASE WHEN x = 0 THEN 'none' ELSE CAST(10 / x AS STRING) END", ['none', '2']],
  ])('%s does not fail where the part is not needed', (text, expected) => {
    expect(evaluate(text, batch({ x: 0 }, { x: 5 }))).toEqual(expected);
  });

  it('does not fail where an operand is NULL', () => {
    expect(evaluate('x / y', batch({ x: 1, y: null }, { x: 6, y: 2 }))).toEqual([null, 3]);
    expect(evaluate('y + 2147483647', batch({ y: null }, { y: 0 }))).toEqual([null, 2147483647]);
  });

  it('fails where NULL meets it, as the part is used', () => {
    expect(() => compile('y + 1 / x').evaluate(batch({ x: 0, y: null }))).toThrow(EvaluationError);
    expect(() => compile('y IS NULL AND 1 / x = 1').evaluate(batch({ x: 0, y: null }))).toThrow(EvaluationError);
  });

  it('fails one batch, not the next', () => {
    const kernel = compile('10 / x');
    expect(() => kernel.evaluate(batch({ x: 0 }))).toThrow(EvaluationError);
    expect(kernel.evaluate(batch({ x: 5 })).nulls).toBeNull();
  });
});

describe('result columns', () => {
  it('are those of the batch for a column reference', () => {
    const input = batch({ x: 1 });
    expect(compile('x').evaluate(input)).toBe(input.columns[0]);
  });

  it('are used again for the next batch, and grow', () => {
    const kernel = compile('x + 1');
    const first = kernel.evaluate(batch({ x: 1 }));
    const many = Array.from({ length: 5_000 }, (_, x) => ({ x }));
    const second = kernel.evaluate(batch(...many));
    expect(second).toBe(first);
    expect(second.kind === 'int32' ? second.values[4_999] : undefined).toBe(5_000);
    expect(kernel.evaluate(batch({ x: 41 }))).toMatchObject({ kind: 'int32' });
    expect(first.kind === 'int32' ? first.values[0] : undefined).toBe(42);
  });

  it('share the offsets of ASCII texts that only change their case, and mix with other texts', () => {
    const kernel = compile('LOWER(word)');
    const ascii = batch({ word: 'HeLLo [@Z`{' }, { word: '' }, { word: 'WORLD' });
    const column = kernel.evaluate(ascii);
    const input = ascii.columns[2];
    expect(column.kind === 'utf8' && input?.kind === 'utf8' && column.offsets === input.offsets).toBe(true);
    expect(evaluate('LOWER(word)', ascii)).toEqual(['hello [@z`{', '', 'world']);
    expect(evaluate('UPPER(word)', batch({ word: 'straße' }, { word: 'abc' }))).toEqual(['STRASSE', 'ABC']);
    kernel.evaluate(batch({ word: 'ÉTÉ' }));
    expect(kernel.evaluate(ascii)).toBe(column);
  });
});

describe('texts that grow', () => {
  it('fail by name before they take the memory of the process', () => {
    const hundred = `CONCAT(${Array(100).fill('word').join(', ')})`;
    const text = `CONCAT(${Array(6).fill(hundred).join(', ')})`;
    expect(() => evaluate(text, batch({ word: 'x'.repeat(29_000) }))).toThrow('A text of one row would take 17 MiB');
    expect(() => evaluate(text, batch(...Array<Row>(8_000).fill({ word: 'x'.repeat(100) })))).toThrow(
      'The texts of one column of a batch would take',
    );
  });
});
