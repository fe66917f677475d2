import type { AttemptFailure } from '@weir/run-contract';
import { messageOf, type RunId } from '@weir/kernel';
import type {
  Job,
  NewEvent,
  Operation,
  OperationKind,
  OperationPayload,
  OperationResult,
  Repositories,
  Run,
} from '@weir/persistence';
import type { JobsContext } from '../jobs-context.ts';

export interface OperationPlan {
  readonly kind: OperationKind;
  readonly job: Job;
  readonly runId: RunId | null;
  /** The run whose owner must act; null when no host is needed. */
  readonly targetRunId: RunId | null;
  readonly payload?: OperationPayload;
}

/** Stores an operation and gives the event that tells of it. */
export async function beginOperation(
  context: JobsContext,
  repositories: Repositories,
  plan: OperationPlan,
): Promise<{ readonly operation: Operation; readonly event: NewEvent }> {
  const now = context.clock.now();
  const operation: Operation = {
    id: context.ids.uuid(),
    kind: plan.kind,
    jobId: plan.job.id,
    runId: plan.runId,
    targetRunId: plan.targetRunId,
    status: 'PENDING',
    payload: plan.payload ?? {},
    createdAt: now,
    finishedAt: null,
    result: null,
    error: null,
  };
  await repositories.operations.insert(operation);
  return {
    operation,
    event: {
      type: 'operation.created',
      timestamp: now,
      jobId: plan.job.id,
      runId: plan.runId,
      data: { operationId: operation.id, kind: operation.kind },
    },
  };
}

/** Wakes a host for what a committed operation asks. A lost hint is only a delay, so a failure is logged and no more. */
export async function hintQueue({ queue, logger }: JobsContext, operation: Operation): Promise<void> {
  try {
    if (operation.targetRunId !== null)
      await queue.enqueueCommand({ operationId: operation.id, runId: operation.targetRunId });
    else if (operation.runId !== null) await queue.enqueueLaunch({ jobId: operation.jobId, runId: operation.runId });
  } catch (error) {
    logger.log('warn', 'The queue did not take a hint; hosts will find the work by polling.', {
      error: messageOf(error),
      operationId: operation.id,
    });
  }
}

/** A run that has ended, as far as operations care. */
export interface EndedRun {
  readonly run: Run;
  readonly state: 'FINISHED' | 'CANCELED' | 'FAILED';
  readonly failure: AttemptFailure | null;
  readonly now: number;
}

/** Ends the operations that an ended run leaves behind: those that brought it about, and those that wait for its owner. */
export async function settleOperations(repositories: Repositories, ending: EndedRun): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const operation of await repositories.operations.openStarting(ending.run.id)) {
    events.push(...(await settleStarting(repositories, ending, operation)));
  }
  for (const operation of await repositories.operations.openTargeting(ending.run.id)) {
    events.push(...(await settleTargeting(repositories, ending, operation)));
  }
  return events;
}

async function settleStarting(
  repositories: Repositories,
  { run, state, failure, now }: EndedRun,
  operation: Operation,
): Promise<readonly NewEvent[]> {
  const outcome =
    state === 'FINISHED'
      ? ({ kind: 'succeeded', result: resultOf(run) } as const)
      : ({
          kind: 'failed',
          error: {
            code: failure?.code ?? 'RUN_ENDED',
            message: failure?.message ?? `The run ended ${state}, or was replaced, before it was RUNNING.`,
          },
        } as const);
  await repositories.operations.finish(operation.id, outcome, now);
  return [finished(operation, outcome.kind === 'succeeded' ? 'SUCCEEDED' : 'FAILED', now)];
}

async function settleTargeting(
  repositories: Repositories,
  { state, now }: EndedRun,
  operation: Operation,
): Promise<readonly NewEvent[]> {
  switch (operation.kind) {
    case 'CANCEL':
      await repositories.operations.finish(operation.id, { kind: 'succeeded', result: noResult(operation) }, now);
      return [finished(operation, 'SUCCEEDED', now)];
    case 'RESTART':
    case 'RESTORE':
    case 'START':
      // It goes on with the run that replaces this one, and is settled with that.
      await repositories.operations.detach(operation.id);
      return [];
    case 'STOP':
    case 'CHECKPOINT':
    case 'SAVEPOINT':
      await repositories.operations.finish(
        operation.id,
        { kind: 'failed', error: { code: 'RUN_ENDED', message: `The run ended ${state} before this was done.` } },
        now,
      );
      return [finished(operation, 'FAILED', now)];
  }
}

export function finished(operation: Operation, status: 'SUCCEEDED' | 'FAILED', now: number): NewEvent {
  return {
    type: 'operation.finished',
    timestamp: now,
    jobId: operation.jobId,
    runId: operation.runId,
    data: { operationId: operation.id, kind: operation.kind, status },
  };
}

/** What an operation that brought a run about says when it has succeeded. */
export function resultOf(run: Run): OperationResult {
  return {
    runId: run.id,
    snapshotId: run.restoredFrom?.snapshotId ?? null,
    checkpointId: run.restoredFrom?.checkpointId ?? null,
    path: run.restoredFrom?.path ?? null,
  };
}

function noResult(operation: Operation): OperationResult {
  return { runId: operation.targetRunId, snapshotId: null, checkpointId: null, path: null };
}
