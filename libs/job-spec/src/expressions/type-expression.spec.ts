import { describe, expect, it } from 'vitest';
import type { ColumnSchema } from '../column.ts';
import { typeExpressionText } from './type-expression.ts';

const columns: readonly ColumnSchema[] = [
  { name: 'i', type: 'INT', nullable: false },
  { name: 'b', type: 'BIGINT', nullable: true },
  { name: 'd', type: 'DOUBLE', nullable: false },
  { name: 's', type: 'STRING', nullable: false },
  { name: 't', type: 'TIMESTAMP', nullable: false },
  { name: 'x', type: 'BOOLEAN', nullable: true },
  { name: 'Price', type: 'DOUBLE', nullable: false },
];

describe('typeExpressionText', () => {
  it.each([
    ['i', 'INT', false],
    ['1', 'INT', false],
    ['2147483647', 'INT', false],
    ['2147483648', 'BIGINT', false],
    ['-2147483648', 'INT', false],
    ['-2147483649', 'BIGINT', false],
    ['9007199254740991', 'BIGINT', false],
    ['1.5', 'DOUBLE', false],
    ['i + 1', 'INT', false],
    ['i / 2', 'INT', false],
    ['i + b', 'BIGINT', true],
    ['b * d', 'DOUBLE', true],
    ['i + NULL', 'INT', true],
    ['i % 3', 'INT', false],
    ['MOD(b, i)', 'BIGINT', true],
    ['- d', 'DOUBLE', false],
    ['i = d', 'BOOLEAN', false],
    ["t < TIMESTAMP '2024-01-01'", 'BOOLEAN', false],
    ['x AND i = 1', 'BOOLEAN', true],
    ['NOT x', 'BOOLEAN', true],
    ['b IS NULL', 'BOOLEAN', false],
    ['NULL IS NULL', 'BOOLEAN', false],
    ['x IS NOT TRUE', 'BOOLEAN', false],
    ['i IN (1, 2, NULL)', 'BOOLEAN', true],
    ['i BETWEEN 1 AND d', 'BOOLEAN', false],
    ["s LIKE 'a%'", 'BOOLEAN', false],
    ['CASE WHEN x THEN 1 ELSE 2.5 END', 'DOUBLE', false],
    ['CASE WHEN x THEN 1 END', 'INT', true],
    ["CASE i WHEN 1 THEN NULL ELSE 'a' END", 'STRING', true],
    ['CAST(i AS STRING)', 'STRING', false],
    ['CAST(NULL AS DOUBLE)', 'DOUBLE', true],
    ['CAST(s AS TIMESTAMP)', 'TIMESTAMP', false],
    ['COALESCE(b, 0)', 'BIGINT', false],
    ['COALESCE(b, NULL)', 'BIGINT', true],
    ['NULLIF(i, 0)', 'INT', true],
    ["s || 'x' || UPPER(s)", 'STRING', false],
    ['CHAR_LENGTH(s)', 'INT', false],
    ['SUBSTRING(s FROM 2)', 'STRING', false],
    ['SUBSTRING(s FROM 2 FOR 3)', 'STRING', false],
    ['SUBSTRING(s FROM 2 FOR i)', 'STRING', true],
    ['ROUND(d, 2)', 'DOUBLE', false],
    ['ROUND(i)', 'INT', false],
    ['FLOOR(d)', 'DOUBLE', false],
    ['CEIL(b)', 'BIGINT', true],
    ['ABS(i)', 'INT', false],
    ['TRIM(s)', 'STRING', false],
    ['"Price" * 2', 'DOUBLE', false],
  ])('types %s as %s, nullable: %s', (text, type, nullable) => {
    const result = typeExpressionText(text, columns);
    expect(result.ok ? { type: result.value.type, nullable: result.value.nullable } : result.problem).toEqual({
      type,
      nullable,
    });
  });

  it.each([
    ['y + 1', 'UNKNOWN_COLUMN', 'y', 'There is no column "y" here'],
    ['price', 'UNKNOWN_COLUMN', 'price', 'Did you mean "Price"?'],
    ['s + 1', 'TYPE_ERROR', 's + 1', '+ cannot take STRING and INT together'],
    ["s + 'a'", 'TYPE_ERROR', "s + 'a'", 'joined with ||'],
    ['i || s', 'TYPE_ERROR', 'i', 'CAST(… AS STRING)'],
    ['t - t', 'TYPE_ERROR', 't - t', '- works on numbers'],
    ['i AND x', 'TYPE_ERROR', 'i', 'An operand of AND must be BOOLEAN'],
    ['NOT i', 'TYPE_ERROR', 'i', 'The operand of NOT'],
    ['s = 1', 'TYPE_ERROR', 's = 1', 'convert one with CAST'],
    ['NULL', 'TYPE_ERROR', 'NULL', 'CAST(NULL AS STRING)'],
    ['CASE WHEN x THEN NULL END', 'TYPE_ERROR', 'CASE WHEN x THEN NULL END', 'all NULL'],
    ["CASE WHEN x THEN 1 ELSE 'a' END", 'TYPE_ERROR', "'a'", 'STRING beside INT'],
    ['CASE WHEN i THEN 1 END', 'TYPE_ERROR', 'i', 'after WHEN'],
    ['COALESCE(s, 1)', 'TYPE_ERROR', '1', 'INT beside STRING'],
    ["i IN (1, 'a')", 'TYPE_ERROR', "'a'", 'The values of IN'],
    ['LOWR(s)', 'UNKNOWN_FUNCTION', 'LOWR', 'Did you mean "LOWER"?'],
    ['SUM(i)', 'UNKNOWN_FUNCTION', 'SUM', '"aggregates"'],
    ['LOWER()', 'TYPE_ERROR', 'LOWER()', 'takes 1 argument'],
    ['LOWER(*)', 'SYNTAX_ERROR', 'LOWER(*)', 'neither * nor DISTINCT'],
    ['REPLACE(s, s)', 'TYPE_ERROR', 'REPLACE(s, s)', 'takes 3 arguments'],
    ['CAST(i AS TEXT)', 'TYPE_ERROR', 'TEXT', 'There is no type TEXT'],
    ['CAST(t AS INT)', 'TYPE_ERROR', 'CAST(t AS INT)', 'TIMESTAMP cannot be converted to INT'],
    ['ABS(s)', 'TYPE_ERROR', 's', 'ABS takes (INT) or (BIGINT) or (DOUBLE), but this is (STRING)'],
    ['ROUND(d, d)', 'TYPE_ERROR', 'd', 'ROUND takes (INT, INT) or'],
    ['s LIKE i', 'TYPE_ERROR', 'i', 'The pattern of LIKE must be STRING'],
    ["REGEXP(s, '(')", 'SYNTAX_ERROR', "'('", 'This group is not closed.'],
    ["JSON_VALUE(s, 'a')", 'SYNTAX_ERROR', "'a'", 'A path begins with $'],
    ["DATE_FORMAT(t, 'YYYY')", 'SYNTAX_ERROR', "'YYYY'", 'The year is yyyy.'],
    ["CONVERT_TZ(s, 'UTC', 'Mars')", 'SYNTAX_ERROR', "'Mars'", 'no time zone "Mars"'],
    ['TIMESTAMPDIFF(DOW, t, t)', 'TYPE_ERROR', 'DOW', 'does not know the unit DOW'],
    ['EXTRACT(HOURLY FROM t)', 'SYNTAX_ERROR', 'HOURLY', 'a unit of time'],
    ["INTERVAL '1' DAY", 'TYPE_ERROR', "INTERVAL '1' DAY", 'no value of its own'],
    ["t + INTERVAL 'x' DAY", 'SYNTAX_ERROR', "INTERVAL 'x' DAY", "write INTERVAL '2' DAY"],
    ['UUID()', 'UNKNOWN_FUNCTION', 'UUID', 'a restored job would contradict its own rows'],
    ["s LIKE 'a' ESCAPE 'xy'", 'TYPE_ERROR', "'xy'", 'one character'],
    ["s LIKE 'a!b' ESCAPE '!'", 'SYNTAX_ERROR', "'a!b'", 'followed by'],
    ['9007199254740992', 'NUMBER_OUT_OF_RANGE', '9007199254740992', '2^53'],
    ['1e999', 'NUMBER_OUT_OF_RANGE', '1e999', '1.8E308'],
    ["TIMESTAMP '2024-02-30'", 'SYNTAX_ERROR', "TIMESTAMP '2024-02-30'", 'is not a time'],
    ['SUBSTRING(s FROM d)', 'TYPE_ERROR', 'd', 'The start of SUBSTRING'],
    ['i +', 'SYNTAX_ERROR', '', 'a value was expected'],
  ])('refuses %s: %s at %j', (text, code, at, message) => {
    const result = typeExpressionText(text, columns);
    if (result.ok) throw new Error(`${text} was accepted`);
    const { offset, length } = result.problem.position;
    expect({ code: result.problem.code, at: text.slice(offset, offset + length) }).toEqual({ code, at });
    expect(result.problem.message).toContain(message);
  });

  it('puts widening casts where the text has none, and gives literals their type at once', () => {
    const result = typeExpressionText('i + 1.5 > 2', columns);
    expect(result).toMatchObject({
      ok: true,
      value: {
        kind: 'compare',
        left: {
          kind: 'arithmetic',
          type: 'DOUBLE',
          left: { kind: 'cast', type: 'DOUBLE', operand: { kind: 'column', index: 0 } },
        },
        right: { kind: 'literal', type: 'DOUBLE', value: 2 },
      },
    });
  });

  it('makes one node of a chain of ORs, whatever its length', () => {
    const text = Array.from({ length: 200 }, (_, index) => `i = ${index}`).join(' OR ');
    const result = typeExpressionText(text, columns);
    expect(result.ok && result.value.kind === 'logical' ? result.value.operands.length : result).toBe(200);
  });
});
