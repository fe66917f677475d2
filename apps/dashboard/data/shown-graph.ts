import type { JobGraph, JobState } from './api-types.ts';

/**
 * The graph as it can be believed in a state of its job: while the job waits to be restarted no task runs, and the
 * last figures of those that ran would look as if all were at ease.
 */
export function shownGraph<Graph extends Pick<JobGraph, 'operators'>>(graph: Graph, state: JobState): Graph {
  if (state !== 'RESTARTING') return graph;
  return { ...graph, operators: graph.operators.map((operator) => ({ ...operator, metrics: null })) };
}
