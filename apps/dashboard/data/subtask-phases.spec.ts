import { describe, expect, it } from 'vitest';
import { barrierArrivals, phaseAxisMs, phaseSegments } from './subtask-phases.ts';
import { operatorCheckpointOf, subtaskOf } from './testing/record-builders.ts';

describe('phaseAxisMs', () => {
  it('is as long as the slowest subtask of any operator', () => {
    const quick = subtaskOf({ startDelay: 1, asyncDuration: 1 });
    const slow = subtaskOf({ startDelay: 10, alignmentDuration: 20, syncDuration: 5, asyncDuration: 65 });
    expect(phaseAxisMs([operatorCheckpointOf('a', [quick]), operatorCheckpointOf('b', [quick, slow])])).toBe(100);
  });

  it('is never zero, so that a share of it is a number', () => {
    expect(phaseAxisMs([])).toBe(1);
  });
});

describe('phaseSegments', () => {
  it('lays the phases one after the other', () => {
    const subtask = subtaskOf({ startDelay: 10, alignmentDuration: 20, syncDuration: 0, asyncDuration: 10 });
    expect(phaseSegments(subtask, 80).map(({ from, width }) => [from, width])).toEqual([
      [0, 0.125],
      [0.125, 0.25],
      [0.375, 0],
      [0.375, 0.125],
    ]);
  });
});

describe('barrierArrivals', () => {
  const channel = (fromSubtask: number, barrierTimestamp: number) => ({
    from: 'words',
    fromSubtask,
    barrierTimestamp,
    blockedDuration: 0,
  });

  it('orders by time and marks the one that all waited for', () => {
    const subtask = subtaskOf({ channels: [channel(0, 1_030), channel(1, 1_010)] });
    expect(
      barrierArrivals(subtask, 1_000).map(({ fromSubtask, afterTrigger, isLast }) => [
        fromSubtask,
        afterTrigger,
        isLast,
      ]),
    ).toEqual([
      [1, 10, false],
      [0, 30, true],
    ]);
  });

  it('marks nothing where there is one channel: nobody waited', () => {
    expect(barrierArrivals(subtaskOf({ channels: [channel(0, 1_010)] }), 1_000)[0]?.isLast).toBe(false);
  });
});
