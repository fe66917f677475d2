import { describe, expect, it } from 'vitest';
import { planExecution } from './execution-plan.ts';
import type { JobGraph, Shipping } from './job-graph.ts';

function twoVertices(from: number, to: number, shipping: Shipping): JobGraph {
  return {
    vertices: [
      { id: 'a', operators: ['a'], parallelism: from },
      { id: 'b', operators: ['b'], parallelism: to },
    ],
    edges: [{ id: 0, from: 'a', to: 'b', input: 0, shipping, keyColumns: [] }],
  };
}

describe('planExecution', () => {
  it.each([
    [1, 2, 1],
    [2, 2, 2],
    [3, 2, 2],
    [2, 8, 2],
    [5, 0, 1],
  ])('parallelism %i on at most %i threads takes %i', (parallelism, threadsMax, threads) => {
    const plan = planExecution(twoVertices(parallelism, 1, 'REBALANCE'), threadsMax);
    expect(plan.threadCount).toBe(threads);
    expect(plan.subtasks.map((subtask) => subtask.thread)).toEqual(
      [...Array(parallelism).keys(), 0].map((index) => index % threads),
    );
  });

  it('numbers subtasks densely in the order of the vertices', () => {
    const plan = planExecution(twoVertices(2, 1, 'HASH'), 2);
    expect(plan.subtasks).toEqual([
      { id: 0, vertex: 'a', index: 0, thread: 0 },
      { id: 1, vertex: 'a', index: 1, thread: 1 },
      { id: 2, vertex: 'b', index: 0, thread: 0 },
    ]);
  });

  it.each<[Shipping, number, number, number]>([
    ['FORWARD', 3, 3, 3],
    ['HASH', 3, 2, 6],
    ['REBALANCE', 2, 3, 6],
  ])('%s from %i to %i subtasks makes %i channels', (shipping, from, to, count) => {
    const plan = planExecution(twoVertices(from, to, shipping), 2);
    expect(plan.channels).toHaveLength(count);
    expect(plan.channels.map((channel) => channel.id)).toEqual([...Array(count).keys()]);
    expect(new Set(plan.channels.map((channel) => `${channel.from}-${channel.to}`)).size).toBe(count);
  });

  it('forwards within one thread', () => {
    const plan = planExecution(twoVertices(4, 4, 'FORWARD'), 2);
    for (const channel of plan.channels)
      expect(plan.subtasks[channel.from]?.thread).toBe(plan.subtasks[channel.to]?.thread);
  });
});
