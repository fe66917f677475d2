import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

describe('didYouMean', () => {
  it.each([
    ['Word', ['word', 'count'], ' Did you mean "word"?'],
    ['wrod', ['word', 'count'], ' Did you mean "word"?'],
    ['paralellism', ['parallelism', 'name'], ' Did you mean "parallelism"?'],
    ['x', ['price', 'auction'], ''],
    ['anything', [], ''],
    ['a'.repeat(1_000), ['a'.repeat(999)], ''],
  ])('for %j', (word, candidates, expected) => {
    expect(didYouMean(word, candidates)).toBe(expected);
  });
});
