import { describe, expect, it } from 'vitest';
import { plainValues } from './plain-values.ts';

const circle: { self?: unknown } = {};
circle.self = circle;

describe('plainValues', () => {
  it.each([
    ['text', 'text'],
    [7, 7],
    [null, null],
    [undefined, null],
    [{ list: [1, { deep: true }] }, { list: [1, { deep: true }] }],
    [new Error('no'), 'no'],
    [10n, '10'],
    [Symbol('sign'), 'Symbol(sign)'],
    [circle, '[object Object]'],
  ])('makes %s something that crosses between threads', (value, expected) => {
    const plain = plainValues({ value });
    expect(structuredClone(plain)).toEqual({ value: expected });
  });

  it('tells of a function by its source', () => {
    expect(structuredClone(plainValues({ value: () => 1 }))).toEqual({
      value: expect.stringContaining('=>') as string,
    });
  });
});
