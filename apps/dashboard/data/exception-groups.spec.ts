import { describe, expect, it } from 'vitest';
import type { JobException } from './api-types.ts';
import { failurePlace, groupByRun } from './exception-groups.ts';

function exceptionOf(runNumber: number, timestamp: number): JobException {
  return {
    runId: `run-${runNumber}`,
    runNumber,
    epoch: 1,
    workerId: null,
    failure: { timestamp, code: 'X', message: 'm', stack: null, operatorUid: null, subtask: null },
  };
}

describe('groupByRun', () => {
  it('puts the newest run first, and in it the newest failure', () => {
    const groups = groupByRun([exceptionOf(1, 10), exceptionOf(3, 20), exceptionOf(3, 30)]);
    expect(
      groups.map(({ runNumber, exceptions }) => [runNumber, exceptions.map(({ failure }) => failure.timestamp)]),
    ).toEqual([
      [3, [30, 20]],
      [1, [10]],
    ]);
  });

  it('has no group without failures', () => {
    expect(groupByRun([])).toEqual([]);
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
