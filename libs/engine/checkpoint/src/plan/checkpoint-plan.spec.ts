import { describe, expect, it } from 'vitest';
import { allToAll, pointwise, vertexOf } from '../testing/topologies.ts';
import { planCheckpoint } from './checkpoint-plan.ts';
import {
  subtaskKey,
  subtasksOf,
  upstreamSubtasks,
  type JobTopology,
  type SubtaskRef,
  type TaskState,
} from './job-topology.ts';

function plan(topology: JobTopology, states: Readonly<Record<string, TaskState>> = {}) {
  const tasks = topology.vertices.flatMap(subtasksOf);
  const taskStates = new Map(tasks.map((task) => [subtaskKey(task), states[subtaskKey(task)] ?? 'RUNNING']));
  return planCheckpoint({ topology, taskStates });
}

const keys = (tasks: readonly SubtaskRef[]): readonly string[] => tasks.map(subtaskKey);

const pipeline: JobTopology = {
  vertices: [
    vertexOf('source', { parallelism: 3 }),
    vertexOf('map', { parallelism: 3, inputs: [pointwise('source')] }),
    vertexOf('sink', { parallelism: 2, inputs: [allToAll('map')] }),
  ],
};

describe('planCheckpoint', () => {
  it('triggers all sources and waits for every task while all run', () => {
    const planned = plan(pipeline);
    if (planned.kind !== 'planned') throw new Error(planned.message);
    expect(keys(planned.tasksToTrigger)).toEqual(['source#0', 'source#1', 'source#2']);
    expect(planned.tasksToWaitFor).toHaveLength(8);
    expect(planned.finishedTasks).toEqual([]);
  });

  it('case 71: triggers the running tasks without a running predecessor, pointwise by their own senders', () => {
    const planned = plan(pipeline, { 'source#0': 'FINISHED', 'source#2': 'FINISHED' });
    if (planned.kind !== 'planned') throw new Error(planned.message);
    expect(keys(planned.tasksToTrigger)).toEqual(['source#1', 'map#0', 'map#2']);
    expect(keys(planned.finishedTasks)).toEqual(['source#0', 'source#2']);
    expect(planned.tasksToWaitFor).toHaveLength(6);
  });

  it('case 71: triggers behind an all-to-all edge only when every sender has finished', () => {
    const finished: Record<string, TaskState> = {
      'source#0': 'FINISHED',
      'source#1': 'FINISHED',
      'source#2': 'FINISHED',
      'map#0': 'FINISHED',
      'map#1': 'FINISHED',
    };
    const some = plan(pipeline, finished);
    if (some.kind !== 'planned') throw new Error(some.message);
    expect(keys(some.tasksToTrigger)).toEqual(['map#2']);
    const all = plan(pipeline, { ...finished, 'map#2': 'FINISHED' });
    if (all.kind !== 'planned') throw new Error(all.message);
    expect(keys(all.tasksToTrigger)).toEqual(['sink#0', 'sink#1']);
    expect(keys(all.finishedTasks)).toHaveLength(6);
  });

  it.each(['DEPLOYING', 'FAILED'] as const)('case 9: a task that is %s refuses the plan by name', (state) => {
    expect(plan(pipeline, { 'map#1': state })).toEqual({
      kind: 'refused',
      reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING',
      message: `Task map#1 is ${state}, not RUNNING.`,
    });
  });

  it('refuses when nothing runs any more', () => {
    expect(plan({ vertices: [vertexOf('a')] }, { 'a#0': 'FINISHED' })).toMatchObject({ kind: 'refused' });
  });

  it('knows a task of which nothing was told as DEPLOYING', () => {
    expect(
      planCheckpoint({
        topology: { vertices: [vertexOf('a')] },
        taskStates: new Map(),
      }),
    ).toMatchObject({ kind: 'refused' });
  });

  it.each([
    [0, 3, 3, [0]],
    [2, 3, 3, [2]],
    [0, 2, 4, [0, 1]],
    [1, 2, 4, [2, 3]],
    [1, 2, 3, [1, 2]],
    [0, 4, 2, [0]],
    [1, 4, 2, [0]],
    [3, 4, 2, [1]],
  ])('a pointwise receiver %i of %i hears of %i senders those in %j', (subtask, parallelism, upstream, expected) => {
    expect(upstreamSubtasks(subtask, parallelism, upstream)).toEqual(expected);
  });
});
