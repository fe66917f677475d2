import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobSpecSchema, type JobSpec } from '@weir/job-spec';
import type {
  AttemptFailure,
  CheckpointRecord,
  JobTarget,
  RunObserver,
  RunRequest,
  RunState,
} from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedJobTarget } from '../src/embedded-job-target.ts';
import { createFileEpochSource } from '../src/file-epoch-source.ts';

const jobId = trusted<JobId>('0b6a1c8e-5d21-4b7a-9c0e-8f1d2a3b4c5d');

class Told implements RunObserver {
  readonly states: RunState[] = [];
  readonly failures: AttemptFailure[] = [];
  readonly checkpoints = new Map<number, CheckpointRecord>();
  readonly discarded: number[] = [];

  onState(state: RunState): void {
    this.states.push(state);
  }

  onAttemptStarted(): void {
    // Told by the states.
  }

  onAttemptEnded(_epoch: number, _timestamp: number, failure: AttemptFailure | null): void {
    if (failure !== null) this.failures.push(failure);
  }

  onCheckpoint(record: CheckpointRecord): void {
    this.checkpoints.set(record.id, record);
  }

  onCheckpointDiscarded(checkpointId: number): void {
    this.discarded.push(checkpointId);
  }
}

function spec(operators: readonly object[], more: object = {}): JobSpec {
  return jobSpecSchema.parse({
    name: 'real',
    parallelism: 2,
    checkpointing: { interval: '100ms' },
    operators,
    ...more,
  });
}

const endless = spec([
  { uid: 'bids', type: 'datagen', rowsPerSecond: 20_000, columns: { k: { kind: 'int', min: 0, max: 99 } } },
  { uid: 'counts', type: 'aggregate', input: 'bids', keyBy: ['k'], aggregates: { n: 'COUNT(*)' } },
  { uid: 'out', type: 'print', input: 'counts' },
]);

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('What was waited for has not happened within 30 s.');
}

describe('The embedded job target, on real threads and files', { timeout: 120_000 }, () => {
  let folder = '';
  let target: JobTarget;
  let runs = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-target-'));
    target = createEmbeddedJobTarget({
      snapshotRoot: join(folder, 'snapshots'),
      allowedRoots: [join(folder, 'elsewhere')],
      filesRoot: join(folder, 'files'),
      runsMax: 1,
    });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function request(job: JobSpec, more: Partial<RunRequest> = {}): RunRequest {
    runs += 1;
    return {
      jobId,
      runId: trusted<RunId>(`22222222-2222-4222-8222-${String(runs).padStart(12, '0')}`),
      spec: job,
      parallelism: null,
      firstCheckpointId: runs * 1_000,
      restore: null,
      epochs: createFileEpochSource(join(folder, 'epoch')),
      ...more,
    };
  }

  it('runs, measures, prints, checkpoints with the arrival of every barrier, and is cancelled', async () => {
    const told = new Told();
    const run = await target.launch(request(endless), told);
    expect(run.state).toBe('INITIALIZING');
    await expect(run.triggerCheckpoint()).rejects.toMatchObject({ code: 'RUN_NOT_RUNNING' });
    await until(() => told.states.includes('RUNNING'));
    const record = await run.triggerCheckpoint();
    expect(record).toMatchObject({
      status: 'COMPLETED',
      kind: 'CHECKPOINT',
      trigger: 'MANUAL',
      numSubtasks: 4,
      numAcknowledgedSubtasks: 4,
    });
    const counts = record.operators.find(({ uid }) => uid === 'counts');
    expect(
      counts?.subtasks.map(({ channels }) => channels.map(({ from, fromSubtask }) => `${from} ${fromSubtask}`).sort()),
    ).toEqual([
      ['bids 0', 'bids 1'],
      ['bids 0', 'bids 1'],
    ]);
    await until(() => run.metrics().recordsOut > 5_000 && run.output(0, 10).length === 10);
    const measured = run.metrics();
    expect(measured.operators.map(({ uid, vertex }) => [uid, vertex])).toEqual([
      ['bids', 'bids'],
      ['counts', 'counts'],
      ['out', 'counts'],
    ]);
    await until(() => (run.metrics().operators[0]?.recordsOutPerSecond ?? 0) > 10_000);
    const tail = run.output(0, 5_000);
    expect(tail.length).toBeLessThanOrEqual(1_000);
    expect(tail.map(({ sequence }) => sequence)).toEqual(
      [...tail.keys()].map((index) => (tail[0]?.sequence ?? 0) + index),
    );
    await expect(target.launch(request(endless), new Told())).rejects.toMatchObject({ code: 'NO_CAPACITY' });
    await run.cancel();
    expect(told.states).toEqual(['INITIALIZING', 'RUNNING', 'CANCELLING', 'CANCELED']);
    await expect(run.triggerSavepoint(null)).rejects.toMatchObject({ code: 'RUN_NOT_RUNNING' });
  });

  it('describes, lists, restores and deletes snapshots by path, and refuses paths outside its roots', async () => {
    const told = new Told();
    const run = await target.launch(request(endless), told);
    await until(() => run.state === 'RUNNING');
    await expect(run.triggerSavepoint('/etc')).rejects.toMatchObject({ code: 'SNAPSHOT_FAILED' });
    const savepoint = await run.triggerSavepoint(join(folder, 'elsewhere'));
    const path = String(savepoint.externalPath);
    await run.suspend(10_000);
    expect(run.state).toBe('SUSPENDED');
    const last = [...told.checkpoints.values()]
      .filter(({ status, kind }) => status === 'COMPLETED' && kind === 'CHECKPOINT')
      .at(-1);
    const [latest] = (await target.listSnapshots(jobId, null)).readable;
    expect(latest).toMatchObject({ checkpointId: last?.id, path: last?.externalPath, kind: 'CHECKPOINT' });
    expect(await target.describeSnapshot(path)).toMatchObject({
      checkpointId: savepoint.id,
      snapshotId: savepoint.snapshotId,
      kind: 'SAVEPOINT',
      // An operator without state is not in a snapshot.
      operators: [{ uid: 'bids' }, { uid: 'counts', parallelism: 2 }],
    });
    const second = await target.launch(
      request(endless, { parallelism: 3, restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' } }),
      new Told(),
    );
    await until(() => second.metrics().recordsOut > 1_000);
    await second.cancel();
    await target.deleteSnapshot(path);
    await target.deleteSnapshot(path);
    await expect(target.describeSnapshot(path)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
    await expect(target.describeSnapshot('/etc')).rejects.toMatchObject({ code: 'PATH_NOT_ALLOWED' });
  });

  it('fails with the operator and subtask when its restarts are used up', async () => {
    const job = spec(
      [
        { uid: 'lines', type: 'socket-text', host: '127.0.0.1', port: 1, maxRetries: 0 },
        { uid: 'out', type: 'blackhole', input: 'lines' },
      ],
      { restartStrategy: { type: 'fixed-delay', attempts: 1, delay: '10ms' } },
    );
    const told = new Told();
    const run = await target.launch(request(job), told);
    const ended = await run.ended;
    expect(ended.state).toBe('FAILED');
    expect(ended.failure).toMatchObject({
      operatorUid: 'lines',
      subtask: 0,
      message: expect.stringContaining('127.0.0.1') as string,
    });
    expect(told.failures).toHaveLength(2);
  });

  it('says what a job would make of a snapshot, by the states that its operators would ask for, and touches nothing', async () => {
    const told = new Told();
    const run = await target.launch(request(endless), told);
    await until(() => told.states.includes('RUNNING'));
    const { externalPath } = await run.stop({ drain: false, directory: null });
    const path = externalPath ?? '';
    const [bids, counts, out] = endless.operators;
    const plan = async (operators: readonly object[], parallelism: number | null = null) => {
      const { verdict, reasons } = await target.planRestore({ path, spec: spec(operators), parallelism });
      return [verdict, ...reasons.map(({ code, uid }) => `${code} ${uid}`)];
    };
    const operators = [bids, counts, out] as readonly object[];
    expect(await plan(operators)).toEqual(['OK']);
    expect(await plan(operators, 3)).toEqual(['OK']);
    const summed = { uid: 'counts', type: 'aggregate', input: 'bids', keyBy: ['k'], aggregates: { s: 'SUM(k)' } };
    expect(await plan([bids, summed, out] as readonly object[])).toEqual(['REFUSED', 'STATE_TYPE_MISMATCH counts']);
    const renamed = [bids, { ...(counts as object), uid: 'sums' }, { ...(out as object), input: 'sums' }];
    expect(await plan(renamed as readonly object[])).toEqual(['LOSES_STATE', 'STATE_NOT_MAPPED counts']);
    const elements = { uid: 'bids', type: 'elements', rows: [{ k: 1 }] };
    expect((await plan([elements, counts, out] as readonly object[]))[0]).toBe('LOSES_STATE');
    const { maxParallelism } = await target.describeSnapshot(path);
    expect(await plan(operators, maxParallelism)).toEqual(['OK']);
    expect((await target.planRestore({ path, spec: endless, parallelism: null })).operators).toMatchObject([
      { uid: 'bids', status: 'MAPPED' },
      { uid: 'counts', status: 'MAPPED' },
      { uid: 'out' },
    ]);
    await expect(target.planRestore({ path: `${path}-gone`, spec: endless, parallelism: null })).rejects.toMatchObject({
      code: 'SNAPSHOT_NOT_FOUND',
    });
  });
});
