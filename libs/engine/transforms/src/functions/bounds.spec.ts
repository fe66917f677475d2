import { typeExpressionText, type ColumnSchema } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { evaluateConstant, evaluateText } from '../testing/evaluate-text.ts';

const columns: readonly ColumnSchema[] = [{ name: 'x', type: 'DOUBLE', nullable: true }];
const failed = { failed: true };

describe('functions at their bounds', () => {
  it('refuse what they are nested in when its parts multiply, and take what does not', () => {
    const nested = (levels: number): string =>
      Array.from({ length: levels }).reduce<string>((inner) => `(${inner} IS DISTINCT FROM (x = 1))`, '(x = 1)');
    expect(typeExpressionText(nested(3), columns).ok).toBe(true);
    expect(typeExpressionText(nested(40), columns)).toMatchObject({ problem: { code: 'EXPRESSION_TOO_COMPLEX' } });
    const long = `x IN (${Array.from({ length: 900 }, (_, n) => n).join()})`;
    expect(typeExpressionText(long, columns).ok).toBe(true);
  });

  it('write texts up to the limit, and fail beyond it instead of giving NULL', () => {
    expect(evaluateConstant("CHAR_LENGTH(INITCAP(REPEAT('a', 6000000)))")).toBe(6_000_000);
    expect(evaluateConstant("REGEXP_REPLACE(REPEAT('a', 1000), 'a', REPEAT('b', 20000))")).toEqual(failed);
    expect(evaluateConstant("REGEXP_REPLACE('a', 'a', '$7')")).toBeNull();
  });

  it.each([
    ["FROM_BASE64(REPEAT('A', 16000000)) IS NULL", false],
    ["FROM_BASE64('YWI')", 'ab'],
    ["FROM_BASE64('YWI=')", 'ab'],
    ["FROM_BASE64('YQ==')", 'a'],
    ["FROM_BASE64('YQ=')", failed],
    ["FROM_BASE64('Y')", failed],
    ["FROM_BASE64('=YWI')", failed],
    ["FROM_BASE64('YW=I')", failed],
    ["FROM_BASE64('YWJj====')", failed],
  ])('read base64: %s', (expression, value) => {
    expect(evaluateConstant(expression)).toEqual(value);
  });

  it.each([
    ["CONVERT_TZ('0050-05-01 12:00:00', 'UTC', 'Europe/Berlin')", '0050-05-01 12:53:28'],
    ["CONVERT_TZ('2024-07-01 12:00:00', 'UTC', 'Europe/Berlin')", '2024-07-01 14:00:00'],
    ["CONVERT_TZ('+999999999-01-01 00:00:00', 'Europe/Berlin', 'UTC')", null],
    ["TO_TIMESTAMP('999999999', 'y')", null],
    ['FROM_UNIXTIME(9007199254740991)', null],
  ])('keep to calendar dates: %s', (expression, value) => {
    expect(evaluateConstant(expression)).toEqual(value);
  });

  it.each([
    ['GREATEST(x, 1)', 'NaN'],
    ['GREATEST(1, x)', 'NaN'],
    ['LEAST(x, 1)', '1.0'],
    ['LEAST(1, x)', '1.0'],
  ])('put NaN above all numbers: %s', (expression, value) => {
    expect(evaluateText(`CAST(${expression} AS STRING)`, columns, [{ x: Number.NaN }])).toEqual([value]);
  });

  it('search long texts in a time that does not grow with the product of both', () => {
    const [text, search] = ["REPEAT('a', 400000)", "CONCAT('b', REPEAT('a', 100000))"];
    const began = performance.now();
    for (const call of [`POSITION(${search} IN ${text})`, `INSTR(${text}, ${search})`, `INSTR(${text}, ${search}, -1)`])
      expect(evaluateConstant(call)).toBe(0);
    expect(evaluateConstant(`POSITION(CONCAT(REPEAT('a', 100), 'b') IN CONCAT('ü', REPEAT('a', 500), 'b'))`)).toBe(402);
    expect(evaluateConstant(`INSTR(CONCAT(REPEAT('ab', 300), 'c'), REPEAT('ab', 20), -1)`)).toBe(561);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
