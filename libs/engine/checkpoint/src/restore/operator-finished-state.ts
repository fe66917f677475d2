import type { OperatorManifest } from '@weir/engine-core';
import type { RestoreReason } from '@weir/run-contract';
import type { JobTopology, TopologyVertex } from '../plan/job-topology.ts';

/** How far an operator had come in the snapshot; an operator that is not in it has everything before it. */
export type FinishedState = 'ALL_RUNNING' | 'PARTIALLY_FINISHED' | 'FULLY_FINISHED';

export function finishedStateOf(operator: OperatorManifest | undefined): FinishedState {
  const finished = operator?.subtasks.filter((subtask) => subtask.finished).length ?? 0;
  if (operator === undefined || finished === 0) return 'ALL_RUNNING';
  return finished === operator.subtasks.length ? 'FULLY_FINISHED' : 'PARTIALLY_FINISHED';
}

/**
 * Finished operators emit nothing any more, so nothing that still runs may stand before them: rows it sends would be lost.
 * One problem per vertex at most.
 */
export function finishedStateProblems(
  topology: JobTopology,
  operators: ReadonlyMap<string, OperatorManifest>,
): readonly RestoreReason[] {
  const stateOf = new Map<string, FinishedState>();
  const problems: RestoreReason[] = [];
  for (const vertex of topology.vertices) {
    const states = new Set(vertex.operators.map(({ uid }) => finishedStateOf(operators.get(uid))));
    const [state = 'ALL_RUNNING'] = states;
    stateOf.set(vertex.id, state);
    const message = states.size > 1 ? mixedChain(vertex, operators) : illegalInput(vertex, state, stateOf);
    if (message !== null)
      problems.push({ code: 'ILLEGAL_GRAPH_CHANGE', uid: vertex.operators[0]?.uid ?? null, message });
  }
  return problems;
}

function mixedChain(vertex: TopologyVertex, operators: ReadonlyMap<string, OperatorManifest>): string {
  const states = vertex.operators.map(({ uid }) => `${uid} is ${finishedStateOf(operators.get(uid))}`);
  return `Illegal JobGraph modification. Vertex ${vertex.id} chains operators that had come to different ends: ${states.join(', ')}. Do not chain them, or restore them together.`;
}

function illegalInput(
  vertex: TopologyVertex,
  state: FinishedState,
  stateOf: ReadonlyMap<string, FinishedState>,
): string | null {
  for (const { from, pattern } of vertex.inputs) {
    const input = stateOf.get(from) ?? 'ALL_RUNNING';
    if (state === 'FULLY_FINISHED' && input !== 'FULLY_FINISHED') {
      return `Illegal JobGraph modification. Cannot run a program with fully finished vertices predeceased with the ones not fully finished: ${vertex.id} had finished, its input ${from} is ${input}.`;
    }
    if (state !== 'PARTIALLY_FINISHED') continue;
    if (pattern === 'ALL_TO_ALL' && input !== 'FULLY_FINISHED') {
      return `Illegal JobGraph modification. Cannot run a program with partially finished vertices predeceased with running or partially finished ones and connected via the ALL_TO_ALL edges: ${vertex.id} had partly finished, its input ${from} is ${input}.`;
    }
    if (pattern === 'POINTWISE' && input === 'ALL_RUNNING') {
      return `Illegal JobGraph modification. Cannot run a program with partially finished vertices predeceased with all running ones: ${vertex.id} had partly finished, its input ${from} is running.`;
    }
  }
  return null;
}
