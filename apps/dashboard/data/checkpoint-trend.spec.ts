import { describe, expect, it } from 'vitest';
import { barKinds, checkpointTrend, trendPeaks } from './checkpoint-trend.ts';
import { checkpointOf } from './testing/record-builders.ts';

describe('checkpointTrend', () => {
  it('puts the oldest first, whatever order the history has', () => {
    const points = checkpointTrend([checkpointOf({ id: 9 }), checkpointOf({ id: 7 }), checkpointOf({ id: 8 })]);
    expect(points.map(({ id }) => id)).toEqual([7, 8, 9]);
  });

  it('leaves out what has not ended', () => {
    expect(checkpointTrend([checkpointOf({ status: 'IN_PROGRESS' })])).toEqual([]);
    expect(checkpointTrend([checkpointOf({ status: 'FAILED', faultless: true })])).toEqual([]);
  });

  it('gives a failed one no size, because it has none that could be restored', () => {
    const [point] = checkpointTrend([checkpointOf({ status: 'FAILED', endToEndDuration: null })]);
    expect(point).toMatchObject({ failed: true, duration: null, checkpointedSize: null, stateSize: null });
  });

  it('tells savepoints from checkpoints', () => {
    const points = checkpointTrend([checkpointOf({ kind: 'SAVEPOINT' })]);
    expect(points[0]).toMatchObject({ savepoint: true, duration: 40, stateSize: 4_096 });
  });
});

describe('trendPeaks', () => {
  it('looks at those that completed alone', () => {
    const points = checkpointTrend([
      checkpointOf({ id: 1, endToEndDuration: 40, stateSize: 10, checkpointedSize: 30 }),
      checkpointOf({ id: 2, endToEndDuration: 90, stateSize: 20, checkpointedSize: 5 }),
      checkpointOf({ id: 3, status: 'FAILED', endToEndDuration: 60_000 }),
    ]);
    expect(trendPeaks(points)).toEqual({ duration: 90, size: 30 });
    expect(trendPeaks(points.slice(2))).toEqual({ duration: 0, size: 0 });
  });
});

describe('barKinds', () => {
  it('names what is there once, in a fixed order', () => {
    const points = checkpointTrend([
      checkpointOf({ id: 1, status: 'FAILED', kind: 'SAVEPOINT' }),
      checkpointOf({ id: 2, kind: 'SAVEPOINT' }),
      checkpointOf({ id: 3 }),
      checkpointOf({ id: 4 }),
    ]);
    expect(barKinds(points)).toEqual(['checkpoint', 'savepoint', 'failed']);
    expect(barKinds(points.slice(2))).toEqual(['checkpoint']);
    expect(barKinds(points.slice(0, 1))).toEqual(['failed']);
  });
});
