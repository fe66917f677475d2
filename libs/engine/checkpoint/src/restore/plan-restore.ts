import type { KeyedStateDescriptor, OperatorManifest, SnapshotManifest } from '@weir/engine-core';
import type { TopologyOperator } from '../plan/job-topology.ts';
import { finishedStateOf, finishedStateProblems } from './operator-finished-state.ts';
import type {
  OperatorRestorePlan,
  RestorePlan,
  RestoreProblem,
  RestoreRequestFacts,
  RestoreTarget,
} from './restore-plan.ts';

/**
 * What a restore would do, operator by operator: the job's operators in the order of its graph, then what is left of the snapshot.
 * It decides; {@link assignState} deals the state once no problem is left.
 */
export function planRestore({ manifest, target, allowNonRestoredState }: RestoreRequestFacts): RestorePlan {
  const inSnapshot = new Map(manifest.operators.map((operator) => [operator.uid, operator]));
  const problems: RestoreProblem[] = [];
  const operators: OperatorRestorePlan[] = [];
  for (const { parallelism, operators: chain } of target.topology.vertices) {
    for (const operator of chain) {
      const source = inSnapshot.get(operator.uid);
      const problem = source === undefined ? null : compatibilityProblem({ operator, parallelism, source, target });
      if (problem !== null) problems.push(problem);
      operators.push(planOperator({ operator, parallelism, source, problem }));
    }
  }
  const inJob = new Set(operators.map((operator) => operator.uid));
  for (const orphan of manifest.operators.filter((operator) => !inJob.has(operator.uid) && stateSizeOf(operator) > 0)) {
    operators.push(planOrphan(orphan));
    if (!allowNonRestoredState) problems.push(notMapped(manifest, orphan));
  }
  problems.push(...finishedStateProblems(target.topology, inSnapshot));
  if (!allowNonRestoredState) problems.push(...coordinatorStateProblems(manifest, target));
  return { checkpointId: manifest.checkpointId, operators, problems };
}

function coordinatorStateProblems(manifest: SnapshotManifest, target: RestoreTarget): readonly RestoreProblem[] {
  const unknown = Object.keys(manifest.coordinatorStates ?? {}).filter((name) => !target.coordinatorStates?.has(name));
  return unknown.map((name) => ({
    code: 'COORDINATOR_STATE_NOT_MAPPED',
    operatorUid: null,
    message: `The snapshot holds the coordinator-side state "${name}", which nothing in the job takes. Allow non-restored state to leave it behind.`,
  }));
}

interface OperatorFacts {
  readonly operator: TopologyOperator;
  readonly parallelism: number;
  readonly source: OperatorManifest;
  readonly target: RestoreTarget;
}

function compatibilityProblem({ operator, parallelism, source, target }: OperatorFacts): RestoreProblem | null {
  const { uid } = operator;
  if (target.explicitMaxParallelism.has(uid) && operator.maxParallelism !== source.maxParallelism) {
    const message = `Max parallelism mismatch between snapshot and job: operator ${uid} was written with max parallelism ${source.maxParallelism}, the job fixes it to ${operator.maxParallelism}. Set it to ${source.maxParallelism} or leave it out.`;
    return { code: 'MAX_PARALLELISM_MISMATCH', operatorUid: uid, message };
  }
  if (parallelism > source.maxParallelism) {
    const message = `The state of operator ${uid} cannot be restored: its max parallelism (${source.maxParallelism}) is lower than the parallelism of the job (${parallelism}). Reduce the parallelism to ${source.maxParallelism} or less.`;
    return { code: 'PARALLELISM_TOO_HIGH', operatorUid: uid, message };
  }
  return typeProblem(uid, source, target);
}

function typeProblem(uid: string, source: OperatorManifest, target: RestoreTarget): RestoreProblem | null {
  const descriptors = new Map<string, KeyedStateDescriptor>();
  for (const subtask of source.subtasks)
    for (const { descriptor } of subtask.state.keyed) descriptors.set(descriptor.name, descriptor);
  for (const declared of target.keyedState.get(uid) ?? []) {
    const restored = descriptors.get(declared.name);
    if (restored === undefined) continue;
    const restoredTypes = `(${typesOf(restored.keyColumns)}) → (${typesOf(restored.valueColumns)})`;
    const declaredTypes = `(${declared.keyTypes.join(', ')}) → (${declared.valueTypes.join(', ')})`;
    if (restoredTypes === declaredTypes) continue;
    const message = `State "${declared.name}" of operator ${uid} is ${restoredTypes} in the snapshot and ${declaredTypes} in the job. Give the changed operator a new uid, or keep the types.`;
    return { code: 'STATE_TYPE_MISMATCH', operatorUid: uid, message };
  }
  return null;
}

function typesOf(columns: readonly { readonly type: string }[]): string {
  return columns.map((column) => column.type).join(', ');
}

interface PlannedOperator {
  readonly operator: TopologyOperator;
  readonly parallelism: number;
  readonly source: OperatorManifest | undefined;
  readonly problem: RestoreProblem | null;
}

function planOperator({ operator, parallelism, source, problem }: PlannedOperator): OperatorRestorePlan {
  const job = { uid: operator.uid, name: operator.name, jobParallelism: parallelism };
  if (source === undefined) {
    return {
      ...job,
      status: 'NEW',
      snapshotParallelism: null,
      maxParallelism: operator.maxParallelism,
      stateSize: 0,
      isFullyFinished: false,
      message: null,
    };
  }
  return {
    ...job,
    status: problem !== null ? 'INCOMPATIBLE' : parallelism === source.parallelism ? 'MAPPED' : 'RESCALED',
    snapshotParallelism: source.parallelism,
    maxParallelism: source.maxParallelism,
    stateSize: stateSizeOf(source),
    isFullyFinished: finishedStateOf(source) === 'FULLY_FINISHED',
    message: problem?.message ?? null,
  };
}

function planOrphan(orphan: OperatorManifest): OperatorRestorePlan {
  return {
    uid: orphan.uid,
    name: orphan.name,
    status: 'ORPHANED',
    snapshotParallelism: orphan.parallelism,
    jobParallelism: null,
    maxParallelism: orphan.maxParallelism,
    stateSize: stateSizeOf(orphan),
    isFullyFinished: finishedStateOf(orphan) === 'FULLY_FINISHED',
    message: `The job has no operator with the uid ${orphan.uid}; its state stays behind in the snapshot.`,
  };
}

function notMapped(manifest: SnapshotManifest, orphan: OperatorManifest): RestoreProblem {
  const message =
    `Cannot map checkpoint/savepoint state for operator ${orphan.uid} (${orphan.name}) of snapshot ${manifest.checkpointId} to the job, ` +
    `because the job has no operator with that uid. Give an operator the uid ${orphan.uid}, or allow non-restored state to leave it behind.`;
  return { code: 'STATE_NOT_MAPPED', operatorUid: orphan.uid, message };
}

function stateSizeOf(operator: OperatorManifest): number {
  let size = 0;
  for (const { state } of operator.subtasks) {
    for (const handle of state.keyed) for (const block of handle.keyGroups) size += block.length;
    for (const handle of state.operator) size += handle.block.length;
  }
  return size;
}
