import {
  keyGroupRangeOf,
  type KeyedStateHandle,
  type KeyGroupRange,
  type OperatorManifest,
  type SnapshotManifest,
} from '@weir/engine-core';
import type { JobTopology } from '../plan/job-topology.ts';
import { dealOperatorState } from './deal-operator-state.ts';
import { finishedStateOf } from './operator-finished-state.ts';
import type { SubtaskRestore } from './restore-plan.ts';

/**
 * Deals a snapshot's state to the subtasks of a job, by operator uid and subtask index. Operators that are not in the snapshot are
 * not in the result: they start empty. To be called when {@link planRestore} finds no problem.
 */
export function assignState(
  manifest: SnapshotManifest,
  topology: JobTopology,
): ReadonlyMap<string, readonly SubtaskRestore[]> {
  const inSnapshot = new Map(manifest.operators.map((operator) => [operator.uid, operator]));
  const assigned = new Map<string, readonly SubtaskRestore[]>();
  for (const vertex of topology.vertices) {
    for (const { uid } of vertex.operators) {
      const operator = inSnapshot.get(uid);
      if (operator !== undefined) assigned.set(uid, assignOperator(operator, vertex.parallelism));
    }
  }
  return assigned;
}

function assignOperator(operator: OperatorManifest, parallelism: number): readonly SubtaskRestore[] {
  const isFinished = finishedStateOf(operator) === 'FULLY_FINISHED';
  const operatorState = dealOperatorState(operator, parallelism);
  return Array.from({ length: parallelism }, (_, subtask) => {
    const range = keyGroupRangeOf(subtask, operator.maxParallelism, parallelism);
    const keyed = operator.subtasks.flatMap(({ state }) => state.keyed.flatMap((handle) => withinRange(handle, range)));
    return { keyed, operator: operatorState[subtask] ?? [], isFinished };
  });
}

function withinRange(handle: KeyedStateHandle, { first, last }: KeyGroupRange): readonly KeyedStateHandle[] {
  const keyGroups = handle.keyGroups.filter(({ keyGroup }) => keyGroup >= first && keyGroup <= last);
  return keyGroups.length === 0 ? [] : [{ ...handle, keyGroups }];
}
