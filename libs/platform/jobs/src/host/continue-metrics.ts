import type { RunMetrics } from '@weir/run-contract';

/**
 * The metrics of a run that was begun in an earlier process: its counters go on where that process left them, so that they count
 * since the run began. Rows that an attempt repeats count again, as they do within one process.
 */
export function continueMetrics(earlier: RunMetrics | null, now: RunMetrics): RunMetrics {
  if (earlier === null) return now;
  return {
    ...now,
    recordsIn: earlier.recordsIn + now.recordsIn,
    recordsOut: earlier.recordsOut + now.recordsOut,
    operators: now.operators.map((operator) => {
      const before = earlier.operators.find(({ uid }) => uid === operator.uid);
      return {
        ...operator,
        recordsIn: (before?.recordsIn ?? 0) + operator.recordsIn,
        recordsOut: (before?.recordsOut ?? 0) + operator.recordsOut,
      };
    }),
  };
}
