import type { JobGraph } from './api-types.ts';

/** Rows per second and rows in total that sources emit and sinks take; null while nothing runs. */
export interface GraphTotals {
  readonly recordsInPerSecond: number | null;
  readonly recordsOutPerSecond: number | null;
  readonly recordsIn: number | null;
  readonly recordsOut: number | null;
}

export function graphTotals(graph: Pick<JobGraph, 'operators'>): GraphTotals {
  const sources = graph.operators.filter(({ kind }) => kind === 'SOURCE').map(({ metrics }) => metrics);
  const sinks = graph.operators.filter(({ kind }) => kind === 'SINK').map(({ metrics }) => metrics);
  return {
    recordsInPerSecond: sum(sources.map((metrics) => metrics?.recordsOutPerSecond)),
    recordsOutPerSecond: sum(sinks.map((metrics) => metrics?.recordsInPerSecond)),
    recordsIn: sum(sources.map((metrics) => metrics?.recordsOut)),
    recordsOut: sum(sinks.map((metrics) => metrics?.recordsIn)),
  };
}

/** Null as soon as one part is unknown: a partial sum would be a wrong figure. */
function sum(parts: readonly (number | undefined)[]): number | null {
  return parts.length === 0
    ? null
    : parts.reduce<number | null>((total, part) => (total === null || part === undefined ? null : total + part), 0);
}
