import type { Checkpoint } from './api-types.ts';

/** One checkpoint of the trend. Milliseconds and bytes; null where nothing was recorded, so that a line has a gap and not a zero. */
export interface TrendPoint {
  readonly id: number;
  readonly at: number;
  readonly duration: number | null;
  readonly checkpointedSize: number | null;
  readonly stateSize: number | null;
  readonly failed: boolean;
  readonly savepoint: boolean;
}

/** Oldest first; those in progress and those that nobody needed any more are left out. `checkpoints`: a history page in any order. */
export function checkpointTrend(checkpoints: readonly Checkpoint[]): readonly TrendPoint[] {
  return checkpoints
    .filter((checkpoint) => checkpoint.status !== 'IN_PROGRESS' && !checkpoint.faultless)
    .map(toPoint)
    .sort((a, b) => a.id - b.id);
}

/** The greatest duration and size of those that completed; 0 when none has. */
export function trendPeaks(points: readonly TrendPoint[]): { readonly duration: number; readonly size: number } {
  const completed = points.filter((point) => !point.failed);
  return {
    duration: Math.max(0, ...completed.map((point) => point.duration ?? 0)),
    size: Math.max(0, ...completed.map((point) => Math.max(point.stateSize ?? 0, point.checkpointedSize ?? 0))),
  };
}

const allBarKinds = ['checkpoint', 'savepoint', 'failed'] as const;
/** What a bar of the trend stands for; one that failed is shown as that, whatever it was. */
export type BarKind = (typeof allBarKinds)[number];

function barKindOf(point: Pick<TrendPoint, 'failed' | 'savepoint'>): BarKind {
  if (point.failed) return 'failed';
  return point.savepoint ? 'savepoint' : 'checkpoint';
}

/** The kinds among the points, in a fixed order, for the key of the chart. */
export function barKinds(points: readonly Pick<TrendPoint, 'failed' | 'savepoint'>[]): readonly BarKind[] {
  const present = new Set(points.map(barKindOf));
  return allBarKinds.filter((kind) => present.has(kind));
}

function toPoint(checkpoint: Checkpoint): TrendPoint {
  const failed = checkpoint.status === 'FAILED';
  return {
    id: checkpoint.id,
    at: checkpoint.triggerTimestamp,
    duration: checkpoint.endToEndDuration,
    checkpointedSize: failed ? null : checkpoint.checkpointedSize,
    stateSize: failed ? null : checkpoint.stateSize,
    failed,
    savepoint: checkpoint.kind === 'SAVEPOINT',
  };
}
