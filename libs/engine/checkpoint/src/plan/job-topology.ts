/** The tasks of one attempt as the checkpoint protocol sees them. */
export interface JobTopology {
  /** In topological order: every vertex after its inputs. */
  readonly vertices: readonly TopologyVertex[];
}

/** A chain of operators that runs as one task per subtask. */
export interface TopologyVertex {
  readonly id: string;
  readonly parallelism: number;
  /** In the order of the chain. */
  readonly operators: readonly TopologyOperator[];
  /** Empty for a source. */
  readonly inputs: readonly TopologyEdge[];
}

export interface TopologyOperator {
  readonly uid: string;
  readonly name: string;
  readonly maxParallelism: number;
}

export interface TopologyEdge {
  /** Vertex that sends. */
  readonly from: string;
  /** ALL_TO_ALL: every sending subtask has a channel to every receiving one. POINTWISE: see {@link upstreamSubtasks}. */
  readonly pattern: 'ALL_TO_ALL' | 'POINTWISE';
}

/** One subtask of a vertex. */
export interface SubtaskRef {
  readonly vertex: string;
  readonly subtask: number;
}

/** Life of a task as the coordinator must know it. FINISHED: its last message has been sent, it takes part in nothing any more. */
export type TaskState = 'DEPLOYING' | 'RUNNING' | 'FINISHED' | 'FAILED';

/** A subtask as a map's key. */
export function subtaskKey(task: SubtaskRef): string {
  return `${task.vertex}#${task.subtask}`;
}

/** All subtasks of a vertex, by index. */
export function subtasksOf(vertex: TopologyVertex): readonly SubtaskRef[] {
  return Array.from({ length: vertex.parallelism }, (_, subtask) => ({ vertex: vertex.id, subtask }));
}

/**
 * The sending subtasks of a POINTWISE edge into `subtask`, Flink's rule: equal parallelism pairs i with i; more senders
 * than receivers gives each receiver a contiguous run of senders; fewer gives each sender a contiguous run of receivers.
 */
export function upstreamSubtasks(subtask: number, parallelism: number, upstreamParallelism: number): readonly number[] {
  if (upstreamParallelism < parallelism) return [Math.floor((subtask * upstreamParallelism) / parallelism)];
  const first = Math.floor((subtask * upstreamParallelism) / parallelism);
  const end = Math.floor(((subtask + 1) * upstreamParallelism) / parallelism);
  return Array.from({ length: end - first }, (_, index) => first + index);
}
