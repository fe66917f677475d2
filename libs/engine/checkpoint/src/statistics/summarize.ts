import type { CheckpointStatistics } from './checkpoint-statistics.ts';

/** Of one measure over completed checkpoints. The percentiles are Flink's: interpolated between ranks p × (n + 1). */
export interface MeasureSummary {
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

export interface CheckpointSummary {
  /** Completed checkpoints that were measured. */
  readonly count: number;
  /** Null while nothing has completed. */
  readonly endToEndDuration: MeasureSummary | null;
  readonly checkpointedSize: MeasureSummary | null;
  readonly stateSize: MeasureSummary | null;
  readonly processedData: MeasureSummary | null;
}

/** Over the completed ones among the records; failed and running ones say nothing about how long a checkpoint takes. */
export function summarizeCheckpoints(records: readonly CheckpointStatistics[]): CheckpointSummary {
  const completed = records.filter((record) => record.status === 'COMPLETED');
  return {
    count: completed.length,
    endToEndDuration: summarize(completed.map((record) => record.endToEndDuration ?? 0)),
    checkpointedSize: summarize(completed.map((record) => record.checkpointedSize)),
    stateSize: summarize(completed.map((record) => record.stateSize)),
    processedData: summarize(completed.map((record) => record.processedData)),
  };
}

/** Null without values. */
export function summarize(values: readonly number[]): MeasureSummary | null {
  const sorted = values.toSorted((left, right) => left - right);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return null;
  return {
    min,
    avg: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    max,
    p50: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
  };
}

function percentile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length + 1);
  const below = sorted[Math.min(Math.max(Math.floor(rank), 1), sorted.length) - 1] ?? 0;
  const above = sorted[Math.min(Math.max(Math.floor(rank) + 1, 1), sorted.length) - 1] ?? 0;
  return below + (rank - Math.floor(rank)) * (above - below);
}
