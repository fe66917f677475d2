import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from './page.ts';

const positionOf = (rank: number): { rank: number; id: string } => ({ rank, id: '' });

describe('pageOf', () => {
  it('has a next position exactly when one row more than the limit was found', () => {
    expect(pageOf([3, 2, 1], 2, positionOf)).toEqual({ items: [3, 2], next: { rank: 2, id: '' } });
    expect(pageOf([3, 2], 2, positionOf)).toEqual({ items: [3, 2], next: null });
    expect(pageOf([], 2, positionOf)).toEqual({ items: [], next: null });
  });

  it('walks a list of any length without loss or repetition', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1_000)), fc.integer({ min: 1, max: 7 }), (values, limit) => {
        const sorted = [...values].sort((a, b) => b - a);
        const seen: number[] = [];
        let after = Number.POSITIVE_INFINITY;
        for (;;) {
          const page = pageOf(sorted.filter((value) => value < after).slice(0, limit + 1), limit, positionOf);
          seen.push(...page.items);
          if (page.next === null) break;
          after = page.next.rank;
        }
        expect(seen).toEqual(sorted);
      }),
    );
  });
});
