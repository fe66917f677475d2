import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CoordinatorWorld, taskOf } from '../testing/coordinator-world.ts';
import { summarize, summarizeCheckpoints } from './summarize.ts';

describe('summarize', () => {
  it('has nothing to say without values, and one value for everything of one', () => {
    expect(summarize([])).toBeNull();
    expect(summarize([7])).toEqual({ min: 7, avg: 7, max: 7, p50: 7, p90: 7, p95: 7, p99: 7, p999: 7 });
  });

  it('interpolates between the ranks', () => {
    expect(summarize([4, 1, 3, 2])).toEqual({ min: 1, avg: 2.5, max: 4, p50: 2.5, p90: 4, p95: 4, p99: 4, p999: 4 });
    const hundred = summarize(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(hundred).toMatchObject({ avg: 50.5, p50: 50.5 });
    expect(hundred?.p90).toBeCloseTo(90.9);
    expect(hundred?.p99).toBeCloseTo(99.99);
  });

  it('rises from minimum to maximum', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 50 }), (values) => {
        const summary = summarize(values);
        if (summary === null) throw new Error('There are values.');
        const { min, p50, p90, p95, p99, p999, max } = summary;
        const rising = [min, p50, p90, p95, p99, p999, max];
        expect(rising).toEqual(rising.toSorted((left, right) => left - right));
      }),
    );
  });
});

describe('summarizeCheckpoints', () => {
  it('measures completed checkpoints only', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
    for (const durationMs of [10, 30]) {
      const id = world.trigger();
      world.advance(durationMs).acknowledgeAll(id);
    }
    world.decline(world.trigger(), taskOf('a'));
    const latest = new Map(world.all('record-statistics').map(({ record }) => [record.id, record]));
    const summary = summarizeCheckpoints([...latest.values()]);
    expect(summary).toMatchObject({
      count: 2,
      endToEndDuration: { min: 10, avg: 20, max: 30 },
      stateSize: { max: 40 },
    });
    expect(summarizeCheckpoints([])).toEqual({
      count: 0,
      endToEndDuration: null,
      checkpointedSize: null,
      stateSize: null,
      processedData: null,
    });
  });
});
