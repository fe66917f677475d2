import { JobTargetError, type CheckpointRecord, type RunHandle } from '@weir/run-contract';
import { messageOf, PlatformError } from '@weir/kernel';
import { StoreError, type NewEvent, type Operation, type Repositories, type Store } from '@weir/persistence';
import { finished } from '../runs/end-run.ts';
import { pause } from './pause.ts';

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
const retryMs = 500;

/**
 * Carries out what an operation asks of a run and stores how it ended. RESTART and RESTORE only end the run: they are settled with
 * the run that follows. Rejects only when the outcome cannot be stored although Postgres is there.
 */
export async function executeOperation(
  options: ExecutionOptions,
  handle: RunHandle,
  operation: Operation,
): Promise<'SETTLED' | 'LEFT_TO_THE_NEXT_RUN'> {
  try {
    const record = await carryOut(options, handle, operation);
    if (operation.kind === 'RESTART' || operation.kind === 'RESTORE') return 'LEFT_TO_THE_NEXT_RUN';
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
  if (
    job !== null &&
    operation.kind === 'STOP' &&
    job.desiredState === 'STOPPED' &&
    job.currentRunId === operation.targetRunId
  ) {
    await repositories.jobs.update(job.id, { desiredState: 'RUNNING' });
  }
  return isNews ? [finished(operation, 'FAILED', now)] : [];
}

/** The outcome is worth waiting for: while Postgres is away it is tried again, for ten minutes. */
async function settle(
  options: ExecutionOptions,
  work: (repositories: Repositories) => Promise<readonly NewEvent[]>,
): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    try {
      await options.store.write(async (repositories) => repositories.events.append(await work(repositories)));
      return;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      await pause(retryMs);
    }
  }
}
