import type { JobTopology } from '@weir/engine-checkpoint';
import type { AnalyzedJob } from '@weir/job-spec';
import type { JobGraph } from '../plan/job-graph.ts';

/** The graph as the checkpoint protocol sees it. */
export function topologyOf(
  job: AnalyzedJob,
  graph: JobGraph,
  maxParallelism: ReadonlyMap<string, number>,
): JobTopology {
  const names = new Map<string, string>(job.operators.map((operator) => [operator.uid, operator.name]));
  return {
    vertices: graph.vertices.map(({ id, parallelism, operators }) => ({
      id,
      parallelism,
      operators: operators.map((uid) => ({
        uid,
        name: names.get(uid) ?? uid,
        maxParallelism: maxParallelism.get(uid) ?? job.maxParallelism,
      })),
      inputs: graph.edges
        .filter((edge) => edge.to === id)
        .map((edge) => ({
          from: edge.from,
          pattern: edge.shipping === 'FORWARD' ? ('POINTWISE' as const) : ('ALL_TO_ALL' as const),
        })),
    })),
  };
}
