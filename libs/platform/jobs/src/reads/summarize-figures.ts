import type { CheckpointFigures, Stats } from '@weir/persistence';

export interface CheckpointSummary {
  readonly count: number;
  /** All null when nothing has completed. */
  readonly endToEndDuration: Stats | null;
  readonly checkpointedSize: Stats | null;
  readonly stateSize: Stats | null;
  readonly processedData: Stats | null;
}

export function summarizeFigures(figures: readonly CheckpointFigures[]): CheckpointSummary {
  return {
    count: figures.length,
    endToEndDuration: statsOf(figures.map((figure) => figure.endToEndDuration)),
    checkpointedSize: statsOf(figures.map((figure) => figure.checkpointedSize)),
    stateSize: statsOf(figures.map((figure) => figure.stateSize)),
    processedData: statsOf(figures.map((figure) => figure.processedData)),
  };
}

/** Null for no values. */
export function statsOf(values: readonly number[]): Stats | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    avg: sum / sorted.length,
    p50: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
  };
}

/**
 * The quantile as Flink computes it (Apache Commons' legacy estimate): at position q(n + 1), counted from 1, linear between
 * neighbours, the extremes beyond them.
 */
function percentile(sorted: readonly number[], quantile: number): number {
  const position = quantile * (sorted.length + 1);
  const below = Math.floor(position);
  const lower = sorted[Math.min(Math.max(below, 1), sorted.length) - 1] ?? 0;
  const upper = sorted[Math.min(below + 1, sorted.length) - 1] ?? 0;
  return below < 1 ? lower : lower + (position - below) * (upper - lower);
}
