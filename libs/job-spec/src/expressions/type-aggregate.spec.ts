import { describe, expect, it } from 'vitest';
import type { ColumnSchema } from '../column.ts';
import { typeAggregateText } from './type-aggregate.ts';

const columns: readonly ColumnSchema[] = [
  { name: 'i', type: 'INT', nullable: false },
  { name: 'd', type: 'DOUBLE', nullable: true },
  { name: 's', type: 'STRING', nullable: false },
  { name: 'x', type: 'BOOLEAN', nullable: false },
];

describe('typeAggregateText', () => {
  it.each([
    ['SUM(i)', 'SUM', 'BIGINT', false],
    ['sum(i * 2)', 'SUM', 'BIGINT', false],
    ['SUM(d)', 'SUM', 'DOUBLE', true],
    ['COUNT(*)', 'COUNT', 'BIGINT', false],
    ['COUNT(d)', 'COUNT', 'BIGINT', false],
    ['AVG(i)', 'AVG', 'DOUBLE', false],
    ['MAX(d)', 'MAX', 'DOUBLE', true],
  ])('types %s', (text, name, type, nullable) => {
    expect(typeAggregateText(text, columns)).toMatchObject({ ok: true, value: { function: name, type, nullable } });
  });

  it('has no argument for COUNT(*) and one for COUNT(column)', () => {
    expect(typeAggregateText('COUNT(*)', columns)).toMatchObject({ value: { argument: null } });
    expect(typeAggregateText('COUNT(d)', columns)).toMatchObject({ value: { argument: { kind: 'column', index: 1 } } });
  });

  it.each([
    ['i', 'SYNTAX_ERROR', 'SUM(price)'],
    ['SUM(i) + 1', 'SYNTAX_ERROR', 'one call'],
    ['SUN(i)', 'UNKNOWN_FUNCTION', 'Did you mean "SUM"?'],
    ['SUM(s)', 'TYPE_ERROR', 'takes a number'],
    ['AVG(x)', 'TYPE_ERROR', 'takes a number'],
    ['MIN(x)', 'TYPE_ERROR', 'does not order BOOLEAN'],
    ['MIN(s)', 'TYPE_ERROR', 'does not order STRING'],
    ['SUM(*)', 'SYNTAX_ERROR', 'Only COUNT'],
    ['SUM()', 'TYPE_ERROR', 'takes 1 argument'],
    ['SUM(i, i)', 'TYPE_ERROR', 'takes 1 argument'],
    ['COUNT(DISTINCT i)', 'UNKNOWN_FUNCTION', 'not supported'],
    ['SUM(SUM(i))', 'UNKNOWN_FUNCTION', 'aggregates'],
    ['SUM(y)', 'UNKNOWN_COLUMN', '"y"'],
  ])('refuses %s', (text, code, message) => {
    const result = typeAggregateText(text, columns);
    if (result.ok) throw new Error(`${text} was accepted`);
    expect(result.problem.code).toBe(code);
    expect(result.problem.message).toContain(message);
  });
});
