import { describe, expect, it } from 'vitest';
import { checkOutput } from './check-output.ts';
import type { CommittedFile } from './read-committed.ts';
import type { Expectation } from './reference.ts';

const file = (...rows: CommittedFile['rows']): CommittedFile => ({ epoch: 1, subtask: 0, number: 0, rows });
const row = (n: number) => ({ n, k: 'a', v: 1 });
const update = (rows: number) => ({ k: 'a', rows, total: rows * 2 });
const rowsExpected: Expectation = { kind: 'rows', rows: [row(0), row(1)] };
const totalsExpected: Expectation = {
  kind: 'totals',
  emit: 'every-update',
  keyColumns: ['k'],
  totals: new Map([['"a"', { rows: 2, total: 4 }]]),
};

const compound = (rows: number) => ({ k: true, j: null, rows, total: null });
const compoundExpected: Expectation = {
  kind: 'totals',
  emit: 'every-update',
  keyColumns: ['k', 'j'],
  totals: new Map([['true null', { rows: 2, total: null }]]),
};

describe('checkOutput', () => {
  it.each([
    ['all rows once', rowsExpected, [row(1), row(0)], null, null],
    ['a row twice', rowsExpected, [row(0), row(1), row(1)], 'repeated row', null],
    ['a row missing', rowsExpected, [row(0)], 'lost row', 'lost row'],
    ['a row of nobody', rowsExpected, [row(0), row(1), row(2)], 'unknown row', 'unknown row'],
    ['a null that is none', rowsExpected, [row(0), { ...row(1), v: null }], 'lost row', 'lost row'],
    ['keys of several types and columns', compoundExpected, [compound(1), compound(2)], null, null],
    [
      'a compound key whose null is 0',
      compoundExpected,
      [compound(1), { ...compound(2), j: 0 }],
      'state of true null',
      'lost rows of true null',
    ],
    ['all updates once', totalsExpected, [update(1), update(2)], null, null],
    ['rows that counted twice', totalsExpected, [update(1), update(2), update(3)], 'state of "a"', null],
    ['an update missing', totalsExpected, [update(2)], 'update 1 of "a"', 'update 1 of "a"'],
    ['counts that fall', totalsExpected, [update(2), update(1)], 'reordered', 'reordered'],
    ['rows that did not count', totalsExpected, [update(1)], 'state of "a"', 'lost rows of "a"'],
  ] as const)('judges %s', (_, expected, rows, once, atLeastOnce) => {
    const files = [file(...rows)];
    const problems = (['EXACTLY_ONCE', 'AT_LEAST_ONCE'] as const).map((guarantee) =>
      checkOutput({ expected, possible: expected, files, guarantee }),
    );
    for (const [index, wanted] of [once, atLeastOnce].entries()) {
      if (wanted === null) expect(problems[index]).toBeNull();
      else expect(problems[index]).toContain(wanted);
    }
  });

  it('lets at-least-once commit, before a failure, what a drain afterwards left out, and exactly-once not', () => {
    const expected: Expectation = { kind: 'rows', rows: [row(0)] };
    const facts = { expected, possible: rowsExpected, files: [file(row(0), row(1))] };
    expect(checkOutput({ ...facts, guarantee: 'AT_LEAST_ONCE' })).toBeNull();
    expect(checkOutput({ ...facts, guarantee: 'EXACTLY_ONCE' })).toContain('unknown row');
  });
});
