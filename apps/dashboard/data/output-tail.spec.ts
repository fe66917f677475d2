import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputRow } from './api-types.ts';
import { appendToTail, cellText, tailColumns, tailRowsMax } from './output-tail.ts';

const rowOf = (sequence: number, row: Record<string, unknown> = {}): OutputRow => ({
  sequence,
  operator: 'out',
  subtask: 0,
  timestamp: sequence,
  row,
});

describe('appendToTail', () => {
  it('takes each row once, however pages overlap', () => {
    const tail = appendToTail([rowOf(1), rowOf(2)], [rowOf(2), rowOf(3)]);
    expect(tail.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('stays the same list when nothing is new, so that nothing is drawn again', () => {
    const tail = [rowOf(1)];
    expect(appendToTail(tail, [rowOf(1)])).toBe(tail);
  });

  it('is ordered and bounded, whatever comes', () => {
    const pages = fc.array(fc.array(fc.nat(3_000), { maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(pages, (lists) => {
        const tail = lists.reduce<readonly OutputRow[]>(
          (all, page) =>
            appendToTail(
              all,
              page.map((sequence) => rowOf(sequence)),
            ),
          [],
        );
        const sequences = tail.map(({ sequence }) => sequence);
        expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
        expect(tail.length).toBeLessThanOrEqual(tailRowsMax);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the table of a tail', () => {
  it('has the columns in the order in which rows bring them', () => {
    expect(tailColumns([rowOf(1, { word: 'a', count: 1 }), rowOf(2, { late: true, word: 'b' })])).toEqual([
      'word',
      'count',
      'late',
    ]);
  });

  it.each([
    ['text', 'text'],
    [12, '12'],
    [null, 'null'],
    [undefined, ''],
    [{ a: 1 }, '{"a":1}'],
  ])('writes %o as %s', (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});
