import { batchOf, rowsOf } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatestRows } from './latest-rows.ts';

const schema: readonly ColumnSchema[] = [{ name: 'n', type: 'INT', nullable: false }];

describe('LatestRows', () => {
  it('hands out the end of what it was given, whatever the sizes', () => {
    const part = fc.nat(12).chain((rows) => fc.tuple(fc.constant(rows), fc.nat(rows)));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(part, { maxLength: 30 }), (rowsMax, parts) => {
        const latest = new LatestRows(rowsMax);
        const given: number[] = [];
        let n = 0;
        for (const [rows, from] of parts) {
          const values = Array.from({ length: rows }, () => ({ n: (n += 1) }));
          latest.add(batchOf(schema, values), from);
          given.push(...values.slice(from).map((row) => row.n));
        }
        const taken = latest.take().flatMap(({ batch, from }) => rowsOf(batch).slice(from));
        expect(taken.map((row) => row['n'])).toEqual(given.slice(-rowsMax));
        expect(latest.take()).toEqual([]);
      }),
    );
  });
});
