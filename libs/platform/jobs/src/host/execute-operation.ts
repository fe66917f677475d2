import { JobTargetError, type CheckpointRecord, type RunHandle } from '@weir/run-contract';
import { messageOf, PlatformError } from '@weir/kernel';
import type { NewEvent, Operation, OperationKind, Repositories, Store } from '@weir/persistence';
import { finished } from '../operations/operation.ts';
import { decideStopFailed } from '../lifecycle/job-lifecycle.ts';
import { pause } from './pause.ts';
import { untilStored } from './until-stored.ts';

export interface ExecutionOptions {
  readonly store: Store;
  readonly now: () => number;
  /** How long a suspension may try its last checkpoint. */
  readonly suspendTimeoutMs: number;
  /** SUSPEND where cancelling would delete the checkpoints, among them perhaps the one that is to be restored. */
  readonly whenReplaced: 'CANCEL' | 'SUSPEND';
}

/** A run that is on its way to RUNNING is waited for so long. */
const readyWithinMs = 30_000;
/** The outcome of an operation is worth waiting for: ten minutes. */
const settleTriesMax = 1_200;
/** These only end the run: they are settled when its end is on record, or with the run that follows. */
const endings: readonly OperationKind[] = ['CANCEL', 'RESTART', 'RESTORE'];

/**
 * Carries out what an operation asks of a run and stores how it ended, unless that is settled with the run's end. Rejects when the
 * outcome cannot be stored: at once although Postgres is there, or after ten minutes without it.
 */
export async function executeOperation(
  options: ExecutionOptions,
  handle: RunHandle,
  operation: Operation,
): Promise<'SETTLED' | 'LEFT_TO_THE_END'> {
  try {
    const record = await carryOut(options, handle, operation);
    if (endings.includes(operation.kind)) return 'LEFT_TO_THE_END';
    await settle(options, (repositories) => succeed(repositories, operation, record, options.now()));
  } catch (error) {
    await settle(options, (repositories) => fail(repositories, operation, error, options.now()));
  }
  return 'SETTLED';
}

async function carryOut(
  options: ExecutionOptions,
  handle: RunHandle,
  operation: Operation,
): Promise<CheckpointRecord | null> {
  const directory = operation.payload.directory ?? null;
  switch (operation.kind) {
    case 'CHECKPOINT':
      await untilRunning(handle);
      return handle.triggerCheckpoint();
    case 'SAVEPOINT':
      await untilRunning(handle);
      return handle.triggerSavepoint(directory);
    case 'STOP':
      await untilRunning(handle);
      return handle.stop({ drain: operation.payload.drain ?? false, directory });
    case 'RESTART':
      await handle.suspend(options.suspendTimeoutMs);
      return null;
    case 'RESTORE':
      await (options.whenReplaced === 'SUSPEND' ? handle.suspend(0) : handle.cancel());
      return null;
    case 'CANCEL':
      await handle.cancel();
      return null;
    case 'START':
      return null;
  }
}

async function untilRunning(handle: RunHandle): Promise<void> {
  const onItsWay: readonly RunHandle['state'][] = ['INITIALIZING', 'FAILING', 'RESTARTING'];
  for (let waitedMs = 0; waitedMs < readyWithinMs && onItsWay.includes(handle.state); waitedMs += 50) await pause(50);
  if (handle.state !== 'RUNNING')
    throw new JobTargetError('RUN_NOT_RUNNING', `The run is ${handle.state}, not RUNNING.`);
}

async function succeed(
  repositories: Repositories,
  operation: Operation,
  record: CheckpointRecord | null,
  now: number,
): Promise<readonly NewEvent[]> {
  const result = {
    runId: operation.targetRunId,
    snapshotId: record?.snapshotId ?? null,
    checkpointId: record?.id ?? null,
    path: record?.externalPath ?? null,
  };
  if (record !== null && record.kind === 'SAVEPOINT') await nameSavepoint(repositories, operation, record);
  const isNews = await repositories.operations.finish(operation.id, { kind: 'succeeded', result }, now);
  return isNews ? [finished(operation, 'SUCCEEDED', now)] : [];
}

async function nameSavepoint(
  repositories: Repositories,
  operation: Operation,
  record: CheckpointRecord,
): Promise<void> {
  const job = await repositories.jobs.find(operation.jobId);
  if (job === null) return;
  await repositories.savepoints.save(job, record);
  const { name, note } = operation.payload;
  await repositories.savepoints.update(record.snapshotId, {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(note === undefined ? {} : { note }),
  });
}

async function fail(
  repositories: Repositories,
  operation: Operation,
  error: unknown,
  now: number,
): Promise<readonly NewEvent[]> {
  const job = await repositories.jobs.lock(operation.jobId);
  const code = error instanceof PlatformError ? String(error.code) : 'INTERNAL';
  const isNews = await repositories.operations.finish(
    operation.id,
    { kind: 'failed', error: { code, message: messageOf(error) } },
    now,
  );
  if (job !== null && operation.kind === 'STOP' && job.currentRunId === operation.targetRunId) {
    const desiredState = decideStopFailed(job);
    if (desiredState !== null) await repositories.jobs.update(job.id, { desiredState });
  }
  return isNews ? [finished(operation, 'FAILED', now)] : [];
}

async function settle(
  options: ExecutionOptions,
  work: (repositories: Repositories) => Promise<readonly NewEvent[]>,
): Promise<void> {
  await untilStored(
    () => options.store.write(async (repositories) => repositories.events.append(await work(repositories))),
    { triesMax: settleTriesMax },
  );
}
