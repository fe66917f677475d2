import { describe, expect, it } from 'vitest';
import type { Step } from '../world/pipeline.ts';
import { everyRow } from './drained-rows.ts';
import { expectationOf, keyTextOf } from './reference.ts';

const sources = [{ uid: 'source', rows: 10, start: 0, keys: 1 }];
const expected = (...steps: readonly Step[]) => expectationOf({ sources, steps, sink: 'sink' }, everyRow);
const counted = (...steps: readonly Step[]): readonly (readonly [string, number])[] => {
  const expectation = expected(...steps, { kind: 'aggregate', emit: 'every-update' });
  if (expectation.kind !== 'totals') throw new Error('An aggregate leaves totals.');
  return [...expectation.totals].map(([key, { rows }]) => [key, rows]);
};

describe('expectationOf', () => {
  it('makes values and keys null where a world does', () => {
    const expectation = expected({ kind: 'null-values', divisor: 5 }, { kind: 'map', addend: 1 });
    const nulls = expectation.kind === 'rows' ? expectation.rows.filter(({ v }) => v === null) : [];
    expect(nulls.map(({ n }) => n)).toEqual([0, 5]);
    expect(counted({ kind: 'null-keys', divisor: 5 })).toEqual([
      ['null', 2],
      ['"a0 b0"', 8],
    ]);
  });

  it('lets a key that is null have no words, and one that grows keep them', () => {
    const steps = [
      { kind: 'null-keys', divisor: 2 },
      { kind: 'long-keys', divisor: 5, letters: 3 },
    ] as const;
    expect(counted(...steps, { kind: 'flat-map' })).toEqual([
      ['"a0"', 5],
      ['"b0"', 4],
      ['"b0xxx"', 1],
    ]);
  });

  it.each([
    ['INT', ['0', '1', '2']],
    ['DOUBLE', ['0', '0.25', '0.5']],
    ['BOOLEAN', ['true', 'false']],
    ['COMPOUND', ['"a0 b0" 0', '"a0 b0" 1', '"a0 b0" 2']],
  ] as const)('counts by keys of %s', (type, keys) => {
    expect(counted({ kind: 'rekey', type, modulus: 3, isNullable: false }).map(([key]) => key)).toEqual(keys);
    expect(counted({ kind: 'rekey', type, modulus: 3, isNullable: true })[0]?.[0]).toMatch(/null$/);
  });

  it('tells keys apart by type', () => {
    expect(keyTextOf({ k: '1' }, ['k'])).not.toBe(keyTextOf({ k: 1 }, ['k']));
  });
});
