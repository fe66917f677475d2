import { describe, expect, it } from 'vitest';
import { OutputTail } from './output-tail.ts';

function tailOf(rows: number): OutputTail {
  const tail = new OutputTail(new Map());
  for (let from = 0; from < rows; from += 100) {
    const batch = Array.from({ length: Math.min(100, rows - from) }, (_, index) => ({ n: from + index }));
    tail.add('out', 0, { timestamp: from, rows: batch });
  }
  return tail;
}

describe('OutputTail', () => {
  it('pages from a sequence, oldest first', () => {
    const tail = tailOf(250);
    expect(tail.after(0, 2).map(({ sequence, row }) => [sequence, row['n']])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(tail.after(249, 10).map(({ row }) => row['n'])).toEqual([249]);
    expect(tail.after(250, 10)).toEqual([]);
  });

  it('keeps of each sink as many of the latest rows as its limit, in the order of all', () => {
    const tail = new OutputTail(
      new Map([
        ['few', 2],
        ['many', 2_000],
      ]),
    );
    for (let n = 0; n < 1_500; n += 1) {
      for (const operator of ['few', 'many']) tail.add(operator, 0, { timestamp: n, rows: [{ n }] });
    }
    const kept = tail.after(0, 5_000);
    expect(kept.filter(({ operator }) => operator === 'few').map(({ row }) => row['n'])).toEqual([1_498, 1_499]);
    expect(kept.filter(({ operator }) => operator === 'many')).toHaveLength(1_500);
    expect(kept.slice(-3).map(({ sequence, operator }) => [sequence, operator])).toEqual([
      [2_998, 'many'],
      [2_999, 'few'],
      [3_000, 'many'],
    ]);
  });

  it('keeps the last thousand rows, and their sequence', () => {
    const kept = tailOf(2_345).after(0, 5_000);
    expect(kept).toHaveLength(1_000);
    expect([kept[0]?.sequence, kept.at(-1)?.sequence]).toEqual([1_346, 2_345]);
  });
});
