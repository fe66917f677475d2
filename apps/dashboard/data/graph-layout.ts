import { Graph, layout, type GraphLabel, type NodeLabel } from '@dagrejs/dagre';
import type { GraphOperator, JobGraph, OperatorMetrics } from './api-types.ts';
import type { Tone } from './tone.ts';

export interface PlacedOperator {
  readonly operator: GraphOperator;
  readonly x: number;
  readonly y: number;
  /** Undefined while nothing runs. */
  readonly pressure: Pressure | undefined;
  /** Uids that run in one loop with it, itself left out. */
  readonly chainedWith: readonly string[];
}

export interface PlacedEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Rows that the sender puts out; null while nothing runs. */
  readonly recordsPerSecond: number | null;
  /** How rows are dealt to the receiver's subtasks. */
  readonly shipStrategy: JobGraph['edges'][number]['shipStrategy'];
  /** Both ends run in one loop: no channel is between them. */
  readonly isChained: boolean;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedOperator[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** How a graph is drawn: a running one left to right with rates, downwards where the page is narrow; a planned one downwards with columns. */
export const graphStyles = {
  running: { rankdir: 'LR', nodeWidth: 186, nodeHeight: 96, nodesep: 24, ranksep: 84 },
  'running-narrow': { rankdir: 'TB', nodeWidth: 186, nodeHeight: 96, nodesep: 16, ranksep: 36 },
  planned: { rankdir: 'TB', nodeWidth: 264, nodeHeight: 58, nodesep: 24, ranksep: 34 },
} as const;
export type GraphStyle = keyof typeof graphStyles;

/** Sources first. An edge that names no operator is left out. */
export function placeGraph(jobGraph: Pick<JobGraph, 'operators' | 'edges'>, style: GraphStyle): PlacedGraph {
  const { nodeWidth, nodeHeight, ...spacing } = graphStyles[style];
  const graph = new Graph<GraphLabel, NodeLabel, object>().setDefaultEdgeLabel(() => ({}));
  graph.setGraph({ ...spacing, marginx: 4, marginy: 4 });
  for (const { uid } of jobGraph.operators) graph.setNode(uid, { width: nodeWidth, height: nodeHeight });
  const edges = placeEdges(jobGraph);
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  layout(graph);
  const size = graph.graph();
  return {
    nodes: jobGraph.operators.map((operator) => ({
      operator,
      x: (graph.node(operator.uid)?.x ?? 0) - nodeWidth / 2,
      y: (graph.node(operator.uid)?.y ?? 0) - nodeHeight / 2,
      pressure: operator.metrics === null ? undefined : pressureOf(operator.metrics),
      chainedWith: chainOf(operator, jobGraph.operators),
    })),
    edges,
    width: size.width ?? 0,
    height: size.height ?? 0,
  };
}

function placeEdges({ operators, edges }: Pick<JobGraph, 'operators' | 'edges'>): readonly PlacedEdge[] {
  const byUid = new Map(operators.map((operator) => [operator.uid, operator]));
  return edges.flatMap(({ from, to, shipStrategy }) => {
    const sender = byUid.get(from);
    const receiver = byUid.get(to);
    if (sender === undefined || receiver === undefined) return [];
    return {
      id: `${from}→${to}`,
      from,
      to,
      recordsPerSecond: sender.metrics?.recordsOutPerSecond ?? null,
      shipStrategy,
      isChained: sender.vertex !== null && sender.vertex === receiver.vertex,
    };
  });
}

function chainOf(operator: GraphOperator, all: readonly GraphOperator[]): readonly string[] {
  if (operator.vertex === null) return [];
  return all.filter((other) => other !== operator && other.vertex === operator.vertex).map(({ uid }) => uid);
}

export interface Pressure {
  readonly label: string;
  readonly tone: Tone;
}

/** Flink's thresholds: back pressure is low up to 10 %, high from 50 %. An operator busy 80 % of its time is near its limit. */
export function pressureOf(metrics: Pick<OperatorMetrics, 'busyRatio' | 'backPressuredRatio'>): Pressure {
  if (metrics.backPressuredRatio >= 0.5) return { label: 'Back-pressured', tone: 'bad' };
  if (metrics.backPressuredRatio > 0.1) return { label: 'Some back pressure', tone: 'warn' };
  if (metrics.busyRatio >= 0.8) return { label: 'Busy', tone: 'busy' };
  return { label: 'At ease', tone: 'ok' };
}
