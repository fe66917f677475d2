import { describe, expect, it } from 'vitest';
import type { JobException } from './api-types.ts';
import { failurePlace, groupByCause } from './exception-groups.ts';

function exceptionOf(
  runNumber: number,
  timestamp: number,
  change: Partial<JobException['failure']> = {},
): JobException {
  return {
    runId: `run-${runNumber}`,
    runNumber,
    epoch: 1,
    workerId: null,
    failure: { timestamp, code: 'X', message: 'm', stack: null, operatorUid: null, subtask: null, ...change },
  };
}

describe('groupByCause', () => {
  it('makes ten equal failures one, with their count, the first and the last', () => {
    const ten = Array.from({ length: 10 }, (_, index) =>
      exceptionOf(index < 4 ? 1 : 2, 100 + index, { subtask: index }),
    );
    expect(groupByCause(ten)).toMatchObject([
      { count: 10, firstAt: 100, latest: { failure: { timestamp: 109 } }, runs: [1, 2] },
    ]);
  });

  it('keeps apart what happened elsewhere or otherwise, the cause that was met last first', () => {
    const causes = groupByCause([
      exceptionOf(1, 10, { operatorUid: 'in' }),
      exceptionOf(1, 20, { operatorUid: 'out' }),
      exceptionOf(1, 30, { operatorUid: 'in', message: 'other' }),
      exceptionOf(1, 40, { operatorUid: 'in' }),
    ]);
    expect(causes.map(({ latest, count }) => [latest.failure.timestamp, count])).toEqual([
      [40, 2],
      [30, 1],
      [20, 1],
    ]);
  });

  it('has no group without failures', () => {
    expect(groupByCause([])).toEqual([]);
  });
});

describe('failurePlace', () => {
  it.each([
    [{ operatorUid: 'count', subtask: 1 }, 'count #1'],
    [{ operatorUid: 'count', subtask: 0 }, 'count #0'],
    [{ operatorUid: 'count', subtask: null }, 'count'],
    [{ operatorUid: null, subtask: null }, undefined],
  ])('of %o is %s', (failure, place) => {
    expect(failurePlace(failure)).toBe(place);
  });
});
