import { describe, expect, it } from 'vitest';
import { graphTotals } from './graph-totals.ts';
import { graphOperatorOf, metricsOf } from './testing/record-builders.ts';

describe('graphTotals', () => {
  it('adds what sources put out and what sinks take, and nothing between', () => {
    const operators = [
      graphOperatorOf('a', { kind: 'SOURCE', metrics: metricsOf({ recordsOut: 10, recordsOutPerSecond: 1 }) }),
      graphOperatorOf('b', { kind: 'SOURCE', metrics: metricsOf({ recordsOut: 5, recordsOutPerSecond: 2 }) }),
      graphOperatorOf('c', { kind: 'TRANSFORM', metrics: metricsOf({ recordsIn: 15, recordsOut: 99 }) }),
      graphOperatorOf('d', { kind: 'SINK', metrics: metricsOf({ recordsIn: 99, recordsInPerSecond: 7 }) }),
    ];
    expect(graphTotals({ operators })).toEqual({
      recordsIn: 15,
      recordsInPerSecond: 3,
      recordsOut: 99,
      recordsOutPerSecond: 7,
    });
  });

  it('knows no sum as soon as one part is unknown', () => {
    const operators = [
      graphOperatorOf('a', { kind: 'SOURCE', metrics: metricsOf({ recordsOut: 10 }) }),
      graphOperatorOf('b', { kind: 'SOURCE' }),
    ];
    expect(graphTotals({ operators }).recordsIn).toBeNull();
    expect(graphTotals({ operators }).recordsOut).toBeNull();
  });
});
