import type { JobGraph } from './job-graph.ts';

/** One parallel instance of a vertex: what is deployed, acknowledges checkpoints, and fails. */
export interface PlannedSubtask {
  /** Dense, from 0, in the order of the vertices. */
  readonly id: number;
  readonly vertex: string;
  readonly index: number;
  readonly thread: number;
}

/** One first-in-first-out connection between two subtasks. */
export interface PlannedChannel {
  /** Dense, from 0. */
  readonly id: number;
  readonly edge: number;
  /** Ids of subtasks. */
  readonly from: number;
  readonly to: number;
}

export interface ExecutionPlan {
  readonly threadCount: number;
  readonly subtasks: readonly PlannedSubtask[];
  readonly channels: readonly PlannedChannel[];
}

/** Places subtask i of every vertex on thread i mod t, with t = min(greatest parallelism, `threadsMax`): what is forwarded stays in its thread. */
export function planExecution(graph: JobGraph, threadsMax: number): ExecutionPlan {
  const widest = graph.vertices.reduce((most, vertex) => Math.max(most, vertex.parallelism), 1);
  const threadCount = Math.max(1, Math.min(widest, threadsMax));
  const subtasks: PlannedSubtask[] = [];
  const byVertex = new Map<string, readonly PlannedSubtask[]>();
  for (const vertex of graph.vertices) {
    const first = subtasks.length;
    for (let index = 0; index < vertex.parallelism; index += 1) {
      subtasks.push({ id: subtasks.length, vertex: vertex.id, index, thread: index % threadCount });
    }
    byVertex.set(vertex.id, subtasks.slice(first));
  }
  return { threadCount, subtasks, channels: planChannels(graph, byVertex) };
}

function planChannels(
  graph: JobGraph,
  byVertex: ReadonlyMap<string, readonly PlannedSubtask[]>,
): readonly PlannedChannel[] {
  const channels: PlannedChannel[] = [];
  for (const edge of graph.edges) {
    for (const from of byVertex.get(edge.from) ?? []) {
      for (const to of byVertex.get(edge.to) ?? []) {
        if (edge.shipping === 'FORWARD' && from.index !== to.index) continue;
        channels.push({ id: channels.length, edge: edge.id, from: from.id, to: to.id });
      }
    }
  }
  return channels;
}
