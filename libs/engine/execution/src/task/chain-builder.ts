import type { SubtaskRestore } from '@weir/engine-checkpoint';
import {
  keyGroupRangeOf,
  StorageError,
  type KeyedStateBackend,
  type KeyedStateBackendFactory,
  type OperatorContext,
  type Output,
  type SnapshotReader,
} from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { invariant, messageOf, type Clock, type Logger } from '@weir/kernel';
import { EngineError, taskFailure } from '../engine-error.ts';
import { OperatorStateLists } from '../state/operator-state-lists.ts';
import { readRestoredLists } from '../state/restore-state.ts';
import { ChainEnd, ChainOutput } from './chain-output.ts';
import type { OperatorCatalog } from './operator-catalog.ts';
import { OperatorChain, type ChainLink } from './operator-chain.ts';
import { OperatorCounters } from './operator-counters.ts';

/** Everything the operators of one subtask are made from. */
export interface ChainPlan {
  readonly operators: readonly AnalyzedOperator[];
  /** Whether the first operator's input is partitioned by key, so that it has keyed state. */
  readonly isKeyed: boolean;
  readonly subtask: number;
  readonly identity: { readonly jobId: string; readonly runId: string; readonly epoch: number };
  readonly maxParallelismOf: (uid: string) => number;
  readonly isRestored: boolean;
  /** By uid; operators without an entry start empty. */
  readonly restores: ReadonlyMap<string, SubtaskRestore>;
  readonly reader: SnapshotReader | null;
  readonly output: Output;
  readonly catalog: OperatorCatalog;
  readonly stateBackend: KeyedStateBackendFactory;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (operatorUid: string, rows: readonly Readonly<Record<string, unknown>>[]) => void;
  readonly wake: () => void;
  readonly fail: (error: unknown) => void;
}

/** The state of one operator's subtask, filled from the snapshot before the operator exists. */
interface OperatorState {
  readonly lists: OperatorStateLists;
  readonly keyed: KeyedStateBackend | null;
}

/** Restores the state of every operator of the chain and builds the operators, the last first. They are not opened. */
export async function buildChain(plan: ChainPlan): Promise<OperatorChain> {
  const states: OperatorState[] = [];
  try {
    for (const [index, operator] of plan.operators.entries()) {
      states.push(await restoreOperator(plan, operator, plan.isKeyed && index === 0));
    }
    const isFinishedOnRestore = plan.operators.every(({ uid }) => plan.restores.get(uid)?.isFinished === true);
    return new OperatorChain({ links: linkOperators(plan, states), subtask: plan.subtask, isFinishedOnRestore });
  } catch (error) {
    for (const { keyed } of states) await keyed?.close();
    throw error;
  }
}

async function restoreOperator(plan: ChainPlan, operator: AnalyzedOperator, isKeyed: boolean): Promise<OperatorState> {
  const { uid, parallelism } = operator;
  const owner = `${uid} (subtask ${plan.subtask})`;
  const maxParallelism = plan.maxParallelismOf(uid);
  const keyGroups = keyGroupRangeOf(plan.subtask, maxParallelism, parallelism);
  const keyed = isKeyed ? plan.stateBackend.create({ keyGroups, maxParallelism, owner, clock: plan.clock }) : null;
  const restore = plan.restores.get(uid);
  if (restore === undefined) return { lists: new OperatorStateLists(owner, []), keyed };
  try {
    invariant(plan.reader, 'State is restored from a snapshot.', { owner });
    if (restore.keyed.length > 0) {
      invariant(keyed, 'Keyed state is restored only where the input is partitioned by key.', { owner });
      for (const handle of restore.keyed) await keyed.restore(handle, plan.reader);
    }
    const lists = await readRestoredLists(restore.operator, plan.reader, owner);
    return { lists: new OperatorStateLists(owner, lists), keyed };
  } catch (cause) {
    await keyed?.close();
    // A storage that fails now may answer later; anything else stays as it is.
    const code = cause instanceof StorageError && cause.code === 'IO' ? 'STORAGE_UNAVAILABLE' : 'RESTORE_FAILED';
    throw new EngineError(code, `The state of ${owner} could not be restored: ${messageOf(cause)}`, {
      cause,
      place: { operatorUid: uid, subtask: plan.subtask },
    });
  }
}

function linkOperators(plan: ChainPlan, states: readonly OperatorState[]): readonly ChainLink[] {
  const links: ChainLink[] = [];
  let output: Output | null = null;
  for (let index = plan.operators.length - 1; index >= 0; index -= 1) {
    const operator = plan.operators[index];
    const state = states[index];
    invariant(operator && state, 'Every operator of a chain has its state.');
    const counters = new OperatorCounters(operator.uid);
    const next = links[0];
    if (next === undefined) output = new ChainEnd(counters, [plan.output]);
    else {
      invariant(next.body.kind === 'operator', 'A source stands only at the head of a chain.', { uid: next.uid });
      output = new ChainOutput(counters, {
        operator: next.body.operator,
        counters: next.counters,
        subtask: plan.subtask,
      });
    }
    links.unshift({
      uid: operator.uid,
      counters,
      ...state,
      body: createBody(plan, operator, contextOf(plan, operator, { state, output })),
    });
  }
  return links;
}

function createBody(plan: ChainPlan, operator: AnalyzedOperator, context: OperatorContext): ChainLink['body'] {
  try {
    return plan.catalog.isSource(operator)
      ? { kind: 'source', reader: plan.catalog.createSource(operator, context) }
      : { kind: 'operator', operator: plan.catalog.createOperator(operator, context) };
  } catch (error) {
    throw taskFailure(error, { operatorUid: operator.uid, subtask: plan.subtask });
  }
}

function contextOf(
  plan: ChainPlan,
  operator: AnalyzedOperator,
  own: { readonly state: OperatorState; readonly output: Output },
): OperatorContext {
  const { uid, parallelism } = operator;
  const maxParallelism = plan.maxParallelismOf(uid);
  return {
    ...plan.identity,
    uid,
    subtask: plan.subtask,
    parallelism,
    maxParallelism,
    keyGroups: keyGroupRangeOf(plan.subtask, maxParallelism, parallelism),
    isRestored: plan.isRestored,
    clock: plan.clock,
    logger: plan.logger,
    output: own.output,
    operatorState: own.state.lists,
    keyedState: own.state.keyed,
    report: (rows) => plan.report(uid, rows),
    wake: plan.wake,
    fail: (error) => plan.fail(taskFailure(error, { operatorUid: uid, subtask: plan.subtask })),
  };
}
