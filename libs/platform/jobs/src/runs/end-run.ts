import type { AttemptFailure } from '@weir/run-contract';
import type { Job, NewEvent, Operation, OperationResult, Repositories, Run } from '@weir/persistence';

export interface RunEnding {
  /** Locked by the caller. */
  readonly job: Job;
  readonly run: Run;
  readonly state: 'FINISHED' | 'CANCELED' | 'FAILED';
  readonly failure: AttemptFailure | null;
  readonly now: number;
}

/** Ends a run that no engine holds (any more): its record, its job if it is the current run, and every operation that waits for it. */
export async function endRun(repositories: Repositories, ending: RunEnding): Promise<readonly NewEvent[]> {
  const { job, run, state, failure, now } = ending;
  await repositories.runs.update(run.id, { state, failure, endedAt: now, ownerId: null, ownerIncarnation: null });
  // What an owner that is gone could not close itself.
  await repositories.attempts.endOpen(run.id, now, null);
  const events: NewEvent[] = [...(await failOpenSnapshots(repositories, ending))];
  const about = { timestamp: now, jobId: job.id, runId: run.id };
  events.push({ ...about, type: 'run.state', data: { state } });
  if (job.currentRunId === run.id) {
    await repositories.jobs.update(job.id, { state, observedAt: now });
    events.push({ ...about, type: 'job.state', data: { state } });
  }
  return [...events, ...(await settleOperations(repositories, ending))];
}

async function failOpenSnapshots(
  repositories: Repositories,
  { job, run, state, now }: RunEnding,
): Promise<readonly NewEvent[]> {
  const message = `The run ended ${state} before the checkpoint was complete.`;
  await repositories.savepoints.failOpen(run.id, message);
  const failed = await repositories.checkpoints.failOpen(run.id, 'RUN_ENDED', message);
  return failed.map((id) => ({
    type: 'checkpoint.failed',
    timestamp: now,
    jobId: job.id,
    runId: run.id,
    data: { checkpointId: id, failureReason: 'RUN_ENDED' },
  }));
}

/** Ends the operations that an ended run leaves behind: those that brought it about, and those that wait for its owner. */
export async function settleOperations(repositories: Repositories, ending: RunEnding): Promise<readonly NewEvent[]> {
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
  { run, state, failure, now }: RunEnding,
  operation: Operation,
): Promise<readonly NewEvent[]> {
  const outcome =
    state === 'FINISHED'
      ? ({ kind: 'succeeded', result: resultOf(run) } as const)
      : ({
          kind: 'failed',
          error: {
            code: failure?.code ?? 'RUN_ENDED',
            message: failure?.message ?? `The run ended ${state} before it was RUNNING.`,
          },
        } as const);
  await repositories.operations.finish(operation.id, outcome, now);
  return [finished(operation, outcome.kind === 'succeeded' ? 'SUCCEEDED' : 'FAILED', now)];
}

async function settleTargeting(
  repositories: Repositories,
  { state, now }: RunEnding,
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
