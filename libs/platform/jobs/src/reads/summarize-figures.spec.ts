import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statsOf, summarizeFigures } from './summarize-figures.ts';

describe('statsOf', () => {
  it('has nothing to say about nothing', () => {
    expect(statsOf([])).toBeNull();
    expect(summarizeFigures([])).toEqual({
      count: 0,
      endToEndDuration: null,
      checkpointedSize: null,
      stateSize: null,
      processedData: null,
    });
  });

  it('interpolates as Flink does: at q(n + 1), counted from 1', () => {
    expect(statsOf([4, 1, 3, 2])).toEqual({ min: 1, max: 4, avg: 2.5, p50: 2.5, p90: 4, p95: 4, p99: 4, p999: 4 });
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    const stats = statsOf(hundred);
    expect(stats?.p50).toBeCloseTo(50.5);
    expect(stats?.p90).toBeCloseTo(90.9);
    expect(stats?.p99).toBeCloseTo(99.99);
    expect(stats?.p999).toBe(100);
  });

  it('keeps percentiles in order and between the extremes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 50 }), (values) => {
        const stats = statsOf(values);
        expect(stats).not.toBeNull();
        if (stats === null) return;
        const rising = [stats.min, stats.p50, stats.p90, stats.p95, stats.p99, stats.p999, stats.max];
        expect(rising).toEqual([...rising].sort((a, b) => a - b));
        expect(stats.avg).toBeGreaterThanOrEqual(stats.min);
        expect(stats.avg).toBeLessThanOrEqual(stats.max);
      }),
    );
  });
});
