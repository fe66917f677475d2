import { JobTargetError } from '@weir/run-contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { cancelJob } from '../requests/cancel-job.ts';
import { getJob } from '../reads/get-job.ts';
import { getCheckpoint, listCheckpoints } from '../reads/list-checkpoints.ts';
import { getOperation } from '../reads/list-operations.ts';
import { getRun, listExceptions } from '../reads/list-runs.ts';
import { listSavepoints } from '../requests/manage-savepoints.ts';
import { readOutput } from '../reads/read-output.ts';
import { restartJob } from '../requests/restart-job.ts';
import { restoreJob } from '../requests/restore-job.ts';
import { startJob } from '../requests/start-job.ts';
import { stopJob } from '../requests/stop-job.ts';
import { triggerSnapshot } from '../requests/trigger-snapshot.ts';

const firstPage = { limit: 50, after: null };

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

describe('RunHost', () => {
  it('takes a new job, records its checkpoints and its output, and ends it by cancel', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    const view = await running(context, jobId);
    const fake = fakeOf(target, view);
    await fake.tick();
    fake.print({ word: 'weir', count: 1 });
    await until(
      'a checkpoint',
      () => getJob(context, jobId),
      (seen) => seen.latestCheckpoint !== null,
    );
    expect((await getCheckpoint(context, jobId, 1)).operators).toHaveLength(1);
    const rows = await until(
      'output',
      () => readOutput(context, jobId, { after: null, limit: 10, operator: null }),
      (seen) => seen.length > 0,
    );
    expect(rows[0]?.row).toEqual({ word: 'weir', count: 1 });
    const cancelled = await cancelJob(context, { jobId, idempotency: null });
    await until(
      'the end of the cancel',
      () => getOperation(context, cancelled.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    expect(
      await until(
        'CANCELED',
        () => getJob(context, jobId),
        (seen) => seen.job.state === 'CANCELED',
      ),
    ).toMatchObject({
      actions: { start: { allowed: true }, delete: { allowed: true }, cancel: { allowed: false } },
    });
  });

  it('tells the end of a run when its last rows and figures are there', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target, { publishMs: 60_000 });
    const jobId = await create(context);
    const fake = fakeOf(target, await running(context, jobId));
    for (let count = 0; count < 50; count += 1) fake.print({ word: 'weir', count });
    fake.finish();
    const { currentRun } = await until(
      'FINISHED',
      () => getJob(context, jobId),
      ({ job }) => job.state === 'FINISHED',
    );
    expect(currentRun).toMatchObject({ recordsIn: 10, recordsOut: 20 });
    expect(await readOutput(context, jobId, { after: null, limit: 100, operator: null })).toHaveLength(50);
  });

  it('takes savepoints by name, stops with one, and starts again from it', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    await running(context, jobId);
    const taken = await triggerSnapshot(context, {
      jobId,
      kind: 'SAVEPOINT',
      payload: { name: 'before the change', note: 'n' },
      idempotency: null,
    });
    const done = await until(
      'the savepoint',
      () => getOperation(context, taken.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    const stopped = await stopJob(context, { jobId, payload: {}, idempotency: null });
    await until(
      'FINISHED',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'FINISHED',
    );
    const stop = await until(
      'the stop',
      () => getOperation(context, stopped.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    const savepoints = (await listSavepoints(context, firstPage, jobId)).items;
    expect(savepoints.map((savepoint) => [savepoint.id, savepoint.name])).toEqual([
      [stop.result?.snapshotId, 'savepoint-2'],
      [done.result?.snapshotId, 'before the change'],
    ]);
    const from = { kind: 'snapshot', snapshotId: done.result?.snapshotId ?? '' } as const;
    const started = await startJob(context, {
      jobId,
      from,
      parallelism: 3,
      allowNonRestoredState: false,
      idempotency: null,
    });
    await until(
      'the start',
      () => getOperation(context, started.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    const view = await running(context, jobId);
    expect(view.currentRun).toMatchObject({ number: 2, parallelism: 3, restoredFrom: { checkpointId: 1 } });
    expect(fakeOf(target, view).request).toMatchObject({
      parallelism: 3,
      firstCheckpointId: 3,
      restore: { path: done.result?.path },
    });
    expect((await listCheckpoints(context, jobId, { page: firstPage, filter: {} })).counts).toMatchObject({
      completed: 2,
      restored: 1,
    });
  });

  it('says again and again that what it saw still holds', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    const view = await running(context, jobId);
    await until(
      'a later look',
      () => getJob(context, jobId),
      (seen) => seen.job.observedAt > view.job.observedAt,
    );
  });

  it('lets the job run on when a stop fails', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    fakeOf(target, await running(context, jobId)).failNextSnapshot = 'too slow';
    const stopped = await stopJob(context, { jobId, payload: {}, idempotency: null });
    const stop = await until(
      'the failure',
      () => getOperation(context, stopped.value.id),
      (operation) => operation.status === 'FAILED',
    );
    expect(stop.error).toEqual({ code: 'SNAPSHOT_FAILED', message: 'too slow' });
    expect((await getJob(context, jobId)).job).toMatchObject({ state: 'RUNNING', desiredState: 'RUNNING' });
  });

  it('restores a running job: the old run is cancelled, the new one begins from the snapshot', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    const first = await running(context, jobId);
    await fakeOf(target, first).tick();
    const completed = await until(
      'a checkpoint',
      () => getJob(context, jobId),
      (seen) => seen.latestCheckpoint !== null,
    );
    const from = { kind: 'snapshot', snapshotId: completed.latestCheckpoint?.snapshotId ?? '' } as const;
    const restored = await restoreJob(context, {
      jobId,
      from,
      parallelism: null,
      allowNonRestoredState: false,
      claimMode: 'NO_CLAIM',
      idempotency: null,
    });
    await until(
      'the restore',
      () => getOperation(context, restored.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    const second = await running(context, jobId);
    expect(second.currentRun).toMatchObject({ number: 2, restoredFrom: { checkpointId: 1 } });
    expect(first.currentRun && (await getRun(context, jobId, first.currentRun.id)).run.state).toBe('CANCELED');
  });

  it('restarts from a last checkpoint', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    const first = await running(context, jobId);
    await restartJob(context, {
      jobId,
      from: { kind: 'restart' },
      parallelism: 2,
      allowNonRestoredState: false,
      idempotency: null,
    });
    const second = await until(
      'the second run',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'RUNNING' && seen.currentRun?.number === 2,
    );
    expect(second.currentRun).toMatchObject({ parallelism: 2, restoredFrom: { checkpointId: 1 } });
    // It was suspended, but no longer waits to be resumed: another has taken its place.
    await until(
      'the end of the first run',
      async () => first.currentRun && (await getRun(context, jobId, first.currentRun.id)).run,
      (run) => run?.state === 'CANCELED' && run.endedAt !== null,
    );
  });

  it('shows why a run failed, also when it never began', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    target.refuseNext = new JobTargetError('SNAPSHOT_DAMAGED', 'The digest of part 3 is wrong.');
    const jobId = await create(context);
    await until(
      'FAILED',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'FAILED',
    );
    await startJob(context, {
      jobId,
      from: { kind: 'empty' },
      parallelism: null,
      allowNonRestoredState: false,
      idempotency: null,
    });
    const fake = fakeOf(target, await running(context, jobId));
    await fake.fail('first');
    fake.collapse('second');
    await until(
      'FAILED again',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'FAILED',
    );
    const { items } = await until(
      'all failures',
      () => listExceptions(context, jobId, firstPage),
      (seen) => seen.items.length === 3,
    );
    expect(items.map((item) => [item.runNumber, item.failure.message])).toEqual([
      [2, 'second'],
      [2, 'first'],
      [1, 'The digest of part 3 is wrong.'],
    ]);
  });

  it('cancels a run that nobody holds without a host', async () => {
    const context = hosts.contextFor(new FakeJobTarget());
    const jobId = await create(context);
    const { value } = await cancelJob(context, { jobId, idempotency: null });
    expect(value.status).toBe('SUCCEEDED');
    expect((await getJob(context, jobId)).job.state).toBe('CANCELED');
  });
});
