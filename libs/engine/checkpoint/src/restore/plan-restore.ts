import {
  describeTable,
  type KeyedStateDescriptor,
  type OperatorManifest,
  type SnapshotManifest,
} from '@weir/engine-core';
import type { OperatorRestorePlan, RestoreReason } from '@weir/run-contract';
import type { TopologyOperator } from '../plan/job-topology.ts';
import { finishedStateOf, finishedStateProblems } from './operator-finished-state.ts';
import type { RestoreDecision, RestoreFacts, RestoreTarget } from './restore-plan.ts';

/**
 * What a restore would do, operator by operator: the job's operators in the order of its graph, then what is left of the snapshot.
 * It is the one judge of whether a snapshot fits a job: whoever is about to touch something asks it first. {@link assignState} deals
 * the state of what it allows.
 */
export function planRestore({ manifest, target }: RestoreFacts): RestoreDecision {
  const inSnapshot = new Map(manifest.operators.map((operator) => [operator.uid, operator]));
  const refusals: RestoreReason[] = [];
  const losses: RestoreReason[] = [];
  const operators: OperatorRestorePlan[] = [];
  for (const { parallelism, operators: chain } of target.topology.vertices) {
    for (const operator of chain) {
      const source = inSnapshot.get(operator.uid);
      const problem = source === undefined ? null : compatibilityProblem({ operator, parallelism, source, target });
      if (problem !== null) refusals.push(problem);
      if (source !== undefined) losses.push(...untakenStates(source, target));
      operators.push(planOperator({ operator, parallelism, source, problem }));
    }
  }
  const inJob = new Set(operators.map((operator) => operator.uid));
  for (const orphan of manifest.operators.filter((operator) => !inJob.has(operator.uid) && stateSizeOf(operator) > 0)) {
    operators.push(planOrphan(orphan));
    losses.push(notMapped(manifest, orphan));
  }
  losses.push(...untakenCoordinatorStates(manifest));
  refusals.push(...finishedStateProblems(target.topology, inSnapshot));
  const verdict = refusals.length > 0 ? 'REFUSED' : losses.length > 0 ? 'LOSES_STATE' : 'OK';
  return { checkpointId: manifest.checkpointId, verdict, reasons: [...refusals, ...losses], operators };
}

/** No operator of today's takes state on the coordinator's side. */
function untakenCoordinatorStates({ coordinatorStates = {} }: SnapshotManifest): readonly RestoreReason[] {
  return Object.keys(coordinatorStates).map((name) => ({
    code: 'STATE_NOT_MAPPED',
    uid: null,
    message: `The snapshot holds the coordinator-side state "${name}", which nothing in the job takes. Allow non-restored state to leave it behind.`,
  }));
}

/** State that an operator of the same uid had and that the job's does not ask for: it is of another type. */
function untakenStates(source: OperatorManifest, target: RestoreTarget): readonly RestoreReason[] {
  const declared = target.declared.get(source.uid);
  if (declared === undefined) return [];
  const taken = new Set([...declared.tables.map(({ name }) => name), ...declared.lists]);
  const untaken = new Set<string>();
  for (const { state } of source.subtasks) {
    for (const { descriptor } of state.keyed) if (!taken.has(descriptor.name)) untaken.add(descriptor.name);
    for (const { name, entries } of state.operator) if (entries > 0 && !taken.has(name)) untaken.add(name);
  }
  return [...untaken].map((name) => ({
    code: 'STATE_NOT_MAPPED',
    uid: source.uid,
    message: `The state "${name}" of operator ${source.uid} has no place in the job: its operator of that uid is of another type. Give it another uid, or allow non-restored state to leave the old state behind.`,
  }));
}

interface OperatorFacts {
  readonly operator: TopologyOperator;
  readonly parallelism: number;
  readonly source: OperatorManifest;
  readonly target: RestoreTarget;
}

function compatibilityProblem({ operator, parallelism, source, target }: OperatorFacts): RestoreReason | null {
  const { uid } = operator;
  if (target.explicitMaxParallelism.has(uid) && operator.maxParallelism !== source.maxParallelism) {
    const message = `Max parallelism mismatch between snapshot and job: operator ${uid} was written with max parallelism ${source.maxParallelism}, the job fixes it to ${operator.maxParallelism}. Set it to ${source.maxParallelism} or leave it out.`;
    return { code: 'MAX_PARALLELISM_MISMATCH', uid, message };
  }
  if (parallelism > source.maxParallelism) {
    const message = `The state of operator ${uid} cannot be restored: its max parallelism (${source.maxParallelism}) is lower than the parallelism of the job (${parallelism}). Reduce the parallelism to ${source.maxParallelism} or less.`;
    return { code: 'PARALLELISM_TOO_HIGH', uid, message };
  }
  return typeProblem(uid, source, target);
}

function typeProblem(uid: string, source: OperatorManifest, target: RestoreTarget): RestoreReason | null {
  const descriptors = new Map<string, KeyedStateDescriptor>();
  for (const subtask of source.subtasks)
    for (const { descriptor } of subtask.state.keyed) descriptors.set(descriptor.name, descriptor);
  for (const declared of target.declared.get(uid)?.tables ?? []) {
    const restored = descriptors.get(declared.name);
    if (restored === undefined || describeTable(restored) === describeTable(declared)) continue;
    const message = `State "${declared.name}" of operator ${uid} is ${describeTable(restored)} in the snapshot and ${describeTable(declared)} in the job. Give the changed operator a new uid, or keep its keys and aggregates.`;
    return { code: 'STATE_TYPE_MISMATCH', uid, message };
  }
  return null;
}

interface PlannedOperator {
  readonly operator: TopologyOperator;
  readonly parallelism: number;
  readonly source: OperatorManifest | undefined;
  readonly problem: RestoreReason | null;
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

function notMapped(manifest: SnapshotManifest, orphan: OperatorManifest): RestoreReason {
  const message =
    `Cannot map checkpoint/savepoint state for operator ${orphan.uid} (${orphan.name}) of snapshot ${manifest.checkpointId} to the job, ` +
    `because the job has no operator with that uid. Give an operator the uid ${orphan.uid}, or allow non-restored state to leave it behind.`;
  return { code: 'STATE_NOT_MAPPED', uid: orphan.uid, message };
}

function stateSizeOf(operator: OperatorManifest): number {
  let size = 0;
  for (const { state } of operator.subtasks) {
    for (const handle of state.keyed) for (const block of handle.keyGroups) size += block.length;
    for (const handle of state.operator) size += handle.block.length;
  }
  return size;
}
