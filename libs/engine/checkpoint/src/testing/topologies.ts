import type { JobTopology, TopologyEdge, TopologyVertex } from '../plan/job-topology.ts';

export interface VertexShape {
  readonly parallelism?: number;
  readonly inputs?: readonly TopologyEdge[];
  /** Uids of the chain; by default the vertex's id. */
  readonly chain?: readonly string[];
  readonly maxParallelism?: number;
}

export function vertexOf(
  id: string,
  { parallelism = 1, inputs = [], chain = [id], maxParallelism = 128 }: VertexShape = {},
): TopologyVertex {
  return { id, parallelism, operators: chain.map((uid) => ({ uid, name: `Operator ${uid}`, maxParallelism })), inputs };
}

export function allToAll(from: string): TopologyEdge {
  return { from, pattern: 'ALL_TO_ALL' };
}

export function pointwise(from: string): TopologyEdge {
  return { from, pattern: 'POINTWISE' };
}

/** Two sources beside each other: the two tasks of the coordinator's cases. */
export const twoTasks: JobTopology = { vertices: [vertexOf('a'), vertexOf('b')] };
