import { invariant } from '@weir/kernel';
import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import {
  subtaskKey,
  subtasksOf,
  upstreamSubtasks,
  type JobTopology,
  type SubtaskRef,
  type TaskState,
  type TopologyVertex,
} from './job-topology.ts';

/** Which tasks a checkpoint involves, decided once when it starts. */
export interface CheckpointPlan {
  /** Tasks without a running predecessor; the barriers of all others come from these. */
  readonly tasksToTrigger: readonly SubtaskRef[];
  /** Tasks that must acknowledge: all that have not finished. They are also the ones that are told of the completion. */
  readonly tasksToWaitFor: readonly SubtaskRef[];
  /** Tasks that had finished: they count as acknowledged from the start. */
  readonly finishedTasks: readonly SubtaskRef[];
}

export interface PlanRefusal {
  readonly kind: 'refused';
  readonly reason: CheckpointFailureReason;
  readonly message: string;
}

export interface PlanFacts {
  readonly topology: JobTopology;
  /** A task that is not in here is DEPLOYING. */
  readonly taskStates: ReadonlyMap<string, TaskState>;
}

/** Refused with NOT_ALL_REQUIRED_TASKS_RUNNING when a task is neither running nor finished, or when nothing runs any more. */
export function planCheckpoint(facts: PlanFacts): ({ readonly kind: 'planned' } & CheckpointPlan) | PlanRefusal {
  const tasks = facts.topology.vertices.flatMap(subtasksOf);
  const stateOf = (task: SubtaskRef): TaskState => facts.taskStates.get(subtaskKey(task)) ?? 'DEPLOYING';
  const absent = tasks.find((task) => stateOf(task) === 'DEPLOYING' || stateOf(task) === 'FAILED');
  if (absent !== undefined) return refused(`Task ${subtaskKey(absent)} is ${stateOf(absent)}, not RUNNING.`);
  const finishedTasks = tasks.filter((task) => stateOf(task) === 'FINISHED');
  const tasksToWaitFor = tasks.filter((task) => stateOf(task) === 'RUNNING');
  if (tasksToWaitFor.length === 0) return refused('No task is running: all have finished.');
  const vertices = new Map(facts.topology.vertices.map((vertex) => [vertex.id, vertex]));
  const isRunning = (task: SubtaskRef): boolean => stateOf(task) === 'RUNNING';
  const tasksToTrigger = tasksToWaitFor.filter((task) => !predecessorsOf(task, vertices).some(isRunning));
  return { kind: 'planned', tasksToTrigger, tasksToWaitFor, finishedTasks };
}

function refused(message: string): PlanRefusal {
  return { kind: 'refused', reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING', message };
}

function predecessorsOf(task: SubtaskRef, vertices: ReadonlyMap<string, TopologyVertex>): readonly SubtaskRef[] {
  const vertex = vertices.get(task.vertex);
  invariant(vertex !== undefined, 'A task of no known vertex.', { vertex: task.vertex });
  return vertex.inputs.flatMap((edge) => {
    const sender = vertices.get(edge.from);
    invariant(sender !== undefined, 'An edge from no known vertex.', { from: edge.from, to: vertex.id });
    if (edge.pattern === 'ALL_TO_ALL') return subtasksOf(sender);
    return upstreamSubtasks(task.subtask, vertex.parallelism, sender.parallelism).map((subtask) => ({
      vertex: sender.id,
      subtask,
    }));
  });
}
