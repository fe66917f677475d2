import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestPointer, readSpecText, specToText } from './spec-text.ts';
import { samples } from './samples.ts';

describe('readSpecText', () => {
  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['{', 'not-json'],
    ['{"n": 9007199254740993}', 'altered'],
    ['{"n": 1, "n": 2}', 'altered'],
    ['[]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['"x"', 'not-an-object'],
    ['{"name": "x"}', 'object'],
  ])('reads %j as %s', (text, kind) => {
    expect(readSpecText(text).kind).toBe(kind);
  });
});

describe('specToText', () => {
  it('changes no value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(specToText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each(samples.map((sample) => [sample.id, sample] as const))(
    'keeps the lines of sample %s short',
    (_, { spec }) => {
      const longest = Math.max(
        ...specToText(spec)
          .split('\n')
          .map((line) => line.length),
      );
      expect(longest).toBeLessThanOrEqual(120);
    },
  );

  it('fills lines with a long list of texts', () => {
    const text = specToText({ dictionary: Array.from({ length: 40 }, (_, index) => `word-${index}`) });
    expect(text.split('\n').length).toBeLessThan(16);
  });
});

describe('nearestPointer', () => {
  const known = new Set(['', '/operators', '/operators/0', '/operators/0/uid']);
  it.each([
    ['/operators/0/uid', '/operators/0/uid'],
    ['/operators/0/input', '/operators/0'],
    ['/operators/3/select/x', '/operators'],
    ['/nothing', ''],
    ['', ''],
  ])('of %j is %j', (pointer, nearest) => {
    expect(nearestPointer(pointer, known)).toBe(nearest);
  });
});
