import { randomUUID } from 'node:crypto';
import { JobTargetError } from '@weir/job-target';
import { silentLogger, type JobId } from '@weir/kernel';
import { createDataSource, migrate, NotificationListener, Store } from '@weir/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget, FakeStorage, type FakeRun } from '../../../../../tools/test-support/fake-job-target.ts';
import { startTestPostgres, type TestPostgres } from '../../../../../tools/test-support/postgres.ts';
import { cancelJob } from '../cancel-job.ts';
import { createJob } from '../create-job.ts';
import { getMetrics } from '../get-graph.ts';
import { getJob } from '../get-job.ts';
import type { JobView } from '../job-view.ts';
import type { JobsContext } from '../jobs-context.ts';
import { getCheckpoint, listCheckpoints } from '../list-checkpoints.ts';
import { getOperation } from '../list-operations.ts';
import { getRun, listExceptions } from '../list-runs.ts';
import { listSavepoints } from '../manage-savepoints.ts';
import { readOutput } from '../read-output.ts';
import { restartJob } from '../restart-job.ts';
import { restoreJob } from '../restore-job.ts';
import { startJob } from '../start-job.ts';
import { stopJob } from '../stop-job.ts';
import { triggerSnapshot } from '../trigger-snapshot.ts';
import { RunHost } from './run-host.ts';

const spec = {
  name: 'host test',
  operators: [
    { uid: 'lines', type: 'elements', rows: [{ line: 'a' }] },
    { uid: 'out', type: 'print', input: 'lines' },
  ],
};
const firstPage = { limit: 50, after: null };

let server: TestPostgres;
let dataSource: DataSource;
let store: Store;
let url: string;
const hosts: { readonly host: RunHost; readonly listener: NotificationListener }[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
  await migrate(url);
  dataSource = createDataSource({ url, poolSize: 8 });
  await dataSource.initialize();
  store = new Store(dataSource);
});
afterEach(async () => {
  for (const { host, listener } of hosts.splice(0)) {
    await host.stop(2_000);
    await listener.stop();
  }
  await dataSource.query('TRUNCATE job CASCADE');
});
afterAll(async () => {
  await dataSource.destroy();
  await server.stop();
});

/** No queue at all: everything must come about by polling. */
function contextFor(target: FakeJobTarget): JobsContext {
  return {
    store,
    target,
    queue: {
      enqueueLaunch: () => Promise.reject(new Error('lost')),
      enqueueCommand: () => Promise.reject(new Error('lost')),
    },
    snapshotRoots: ['/snapshots'],
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ids: { uuid: () => randomUUID() },
    logger: silentLogger,
  };
}

async function startHost(target: FakeJobTarget, workerId: string = randomUUID(), leaseMs = 600): Promise<RunHost> {
  const listener = new NotificationListener(url);
  const settings = {
    workerId,
    role: 'worker',
    capacity: 8,
    leaseMs,
    renewMs: 100,
    pollMs: 50,
    publishMs: 50,
    reconcileMs: 50,
    suspendTimeoutMs: 500,
  } as const;
  const host = new RunHost(contextFor(target), settings, listener);
  await listener.start();
  await host.start();
  hosts.push({ host, listener });
  return host;
}

async function until<T>(what: string, look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function running(context: JobsContext, jobId: JobId): Promise<JobView> {
  return until(
    'RUNNING',
    () => getJob(context, jobId),
    (view) => view.job.state === 'RUNNING',
  );
}

function fakeOf(target: FakeJobTarget, view: JobView): FakeRun {
  const run = target.runs.get(view.currentRun?.id ?? '');
  if (run === undefined) throw new Error('The target does not have the run.');
  return run;
}

async function create(context: JobsContext): Promise<JobId> {
  const { value } = await createJob(context, { spec, start: 'NOW', idempotency: null });
  return value.job.id;
}

describe('RunHost', () => {
  it('takes a new job, records its checkpoints and its output, and ends it by cancel', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    await startHost(target);
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

  it('takes savepoints by name, stops with one, and starts again from it', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    await startHost(target);
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
    const context = contextFor(target);
    await startHost(target);
    const jobId = await create(context);
    const view = await running(context, jobId);
    await until(
      'a later look',
      () => getJob(context, jobId),
      (seen) => seen.job.observedAt > view.job.observedAt,
    );
  });

  it('ends a replaced run whose owner is gone, and closes what it left open', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    const silent = await startHost(target);
    const jobId = await create(context);
    const fake = fakeOf(target, await running(context, jobId));
    const { externalPath } = await fake.tick();
    fake.hang();
    await until(
      'the open checkpoint',
      () => listCheckpoints(context, jobId, { page: firstPage, filter: {} }),
      (seen) => seen.counts.inProgress === 1,
    );
    target.crash();
    await silent.stop(0);
    await dataSource.query(`UPDATE run SET owner_id = 'gone', lease_expires_at = clock_timestamp() + interval '1 day'`);
    const from = { kind: 'path', path: externalPath ?? '' } as const;
    const options = {
      parallelism: null,
      allowNonRestoredState: false,
      claimMode: 'NO_CLAIM',
      idempotency: null,
    } as const;
    const restored = await restoreJob(context, { jobId, from, ...options });
    const next = new FakeJobTarget(target.storage);
    await startHost(next);
    expect((await getOperation(context, restored.value.id)).status).toBe('PENDING');
    await dataSource.query(`UPDATE run SET lease_expires_at = clock_timestamp() WHERE owner_id = 'gone'`);
    await until(
      'the restore',
      () => getOperation(context, restored.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    const first = await getRun(context, jobId, fake.request.runId);
    expect(first.run.state).toBe('CANCELED');
    expect(first.attempts.every((attempt) => attempt.endedAt !== null)).toBe(true);
    const { counts } = await listCheckpoints(context, jobId, { page: firstPage, filter: {} });
    expect(counts).toMatchObject({ completed: 1, failed: 1, inProgress: 0, restored: 1 });
  });

  it('lets the job run on when a stop fails', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    await startHost(target);
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
    const context = contextFor(target);
    await startHost(target);
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
    const context = contextFor(target);
    await startHost(target);
    const jobId = await create(context);
    const first = await running(context, jobId);
    await restartJob(context, { jobId, parallelism: 2, allowNonRestoredState: false, idempotency: null });
    const second = await until(
      'the second run',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'RUNNING' && seen.currentRun?.number === 2,
    );
    expect(second.currentRun).toMatchObject({ parallelism: 2, restoredFrom: { checkpointId: 1 } });
    expect(first.currentRun && (await getRun(context, jobId, first.currentRun.id)).run).toMatchObject({
      state: 'SUSPENDED',
    });
  });

  it('suspends at its stop, and the next start of the same worker goes on in the same run', async () => {
    const storage = new FakeStorage();
    const target = new FakeJobTarget(storage);
    const context = contextFor(target);
    const workerId = randomUUID();
    const host = await startHost(target, workerId);
    const jobId = await create(context);
    const before = await running(context, jobId);
    await host.stop(5_000);
    expect((await getJob(context, jobId)).job).toMatchObject({ state: 'SUSPENDED', desiredState: 'RUNNING' });
    const next = new FakeJobTarget(storage);
    await startHost(next, workerId);
    const after = await running(context, jobId);
    expect(after.currentRun?.id).toBe(before.currentRun?.id);
    expect(fakeOf(next, after).request.restore?.path).toContain('chk-1');
    const counted = await until(
      'counters that go on',
      () => getMetrics(context, jobId),
      (seen) => (seen?.metrics.recordsIn ?? 0) > 10,
    );
    expect(counted?.metrics).toMatchObject({ recordsIn: 20, recordsOut: 40 });
    expect(counted?.metrics.operators[0]).toMatchObject({ recordsIn: 20, recordsOut: 40, recordsInPerSecond: 1 });
    const { attempts } = await getRun(context, jobId, after.currentRun?.id ?? fakeOf(next, after).request.runId);
    expect(attempts.map((attempt) => [attempt.epoch, attempt.failure])).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  it('takes its own runs back at once after a kill, with what Postgres missed', async () => {
    const storage = new FakeStorage();
    const dead = new FakeJobTarget(storage);
    const context = contextFor(dead);
    const workerId = randomUUID();
    await startHost(dead, workerId, 60_000);
    const jobId = await create(context);
    const view = await running(context, jobId);
    const fake = fakeOf(dead, view);
    await fake.tick();
    fake.hang();
    await until(
      'the open checkpoint',
      () => listCheckpoints(context, jobId, { page: firstPage, filter: {} }),
      (seen) => seen.counts.inProgress === 1,
    );
    dead.crash();
    await fake.tick();
    const next = new FakeJobTarget(storage);
    await startHost(next, workerId, 60_000);
    const after = await until(
      'the new attempt',
      () => getRun(context, jobId, fake.request.runId),
      (seen) => seen.attempts.length === 2,
    );
    expect(after.attempts[0]?.failure?.code).toBe('HOST_LOST');
    expect(next.runs.get(fake.request.runId)?.request).toMatchObject({
      firstCheckpointId: 4,
      restore: { claimMode: 'CLAIM' },
    });
    expect(next.runs.get(fake.request.runId)?.request.restore?.path).toContain('chk-3');
    const { counts, page } = await listCheckpoints(context, jobId, { page: firstPage, filter: {} });
    expect(counts).toMatchObject({ completed: 2, failed: 1, inProgress: 0, restored: 1 });
    expect(page.items.map((checkpoint) => [checkpoint.id, checkpoint.status, checkpoint.failureReason])).toEqual([
      [3, 'COMPLETED', null],
      [2, 'FAILED', 'HOST_LOST'],
      [1, 'COMPLETED', null],
    ]);
  });

  it('retires checkpoints of earlier processes when the run has ended, and deletes none that a restore needs', async () => {
    const storage = new FakeStorage();
    const target = new FakeJobTarget(storage);
    const context = contextFor(target);
    const workerId = randomUUID();
    const host = await startHost(target, workerId);
    const deleting = { ...spec, checkpointing: { interval: '1h', retention: { onCancellation: 'DELETE' } } };
    const { value } = await createJob(context, { spec: deleting, start: 'NOW', idempotency: null });
    const jobId = value.job.id;
    await fakeOf(target, await running(context, jobId)).tick();
    await host.stop(5_000);
    const next = new FakeJobTarget(storage);
    const nextHost = await startHost(next, workerId);
    const resumed = fakeOf(next, await running(context, jobId));
    const paths = [...storage.snapshots.keys()];
    expect(paths).toHaveLength(2);
    const from = { kind: 'path', path: paths[0] ?? '' } as const;
    const options = {
      parallelism: null,
      allowNonRestoredState: false,
      claimMode: 'NO_CLAIM',
      idempotency: null,
    } as const;
    const restored = await restoreJob(context, { jobId, from, ...options });
    await until(
      'the restore',
      () => getOperation(context, restored.value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    expect(resumed.state).toBe('SUSPENDED');
    expect(storage.snapshots.has(paths[0] ?? '')).toBe(true);
    const third = fakeOf(next, await running(context, jobId));
    await third.tick();
    await until(
      'its record',
      () => getJob(context, jobId),
      (seen) => seen.latestCheckpoint?.id === 3,
    );
    next.crash();
    await nextHost.stop(0);
    const last = new FakeJobTarget(storage);
    await startHost(last, workerId);
    const again = await until(
      'the takeover',
      () => getRun(context, jobId, third.request.runId),
      (seen) => seen.attempts.length === 2 && seen.run.state === 'RUNNING',
    );
    expect(again.run.epoch).toBe(4);
    const kept = [...storage.snapshots.keys()].filter((path) => path.includes('epoch-3'));
    expect(kept).toHaveLength(1);
    fakeOf(last, await getJob(context, jobId)).finish();
    await until(
      'FINISHED',
      () => getJob(context, jobId),
      (seen) => seen.job.state === 'FINISHED',
    );
    // The end is on record first, the files go after it.
    const discarded = await until(
      'the removal',
      () => getCheckpoint(context, jobId, 3),
      (seen) => seen.discarded,
    );
    expect(discarded.status).toBe('COMPLETED');
    expect(storage.snapshots.has(kept[0] ?? '')).toBe(false);
  });

  it('lets another host take a run whose lease ran out, and the first one writes nothing more', async () => {
    const storage = new FakeStorage();
    const first = new FakeJobTarget(storage);
    const context = contextFor(first);
    const host = await startHost(first, randomUUID(), 400);
    const jobId = await create(context);
    const fake = fakeOf(first, await running(context, jobId));
    await fake.tick();
    await until(
      'a checkpoint',
      () => getJob(context, jobId),
      (seen) => seen.latestCheckpoint !== null,
    );
    // As if another host had taken it while this one stood still.
    await dataSource.query(
      `UPDATE run SET owner_id = 'other', lease_expires_at = clock_timestamp() + interval '1 day'`,
    );
    await fake.tick();
    await until(
      'the old host letting go',
      () => Promise.resolve(host.runCount),
      (count) => count === 0,
    );
    expect(fake.state).toBe('SUSPENDED');
    await expect(fake.request.epochs.acquire()).rejects.toMatchObject({ code: 'RUN_LOST', retryable: false });
    expect((await listCheckpoints(context, jobId, { page: firstPage, filter: {} })).counts).toMatchObject({ total: 1 });
    expect((await getJob(context, jobId)).job.state).toBe('RUNNING');
    await host.stop(1_000);
    await dataSource.query(`UPDATE run SET lease_expires_at = clock_timestamp()`);
    const second = new FakeJobTarget(storage);
    await startHost(second, randomUUID(), 400);
    const { attempts, run } = await until(
      'the takeover',
      () => getRun(context, jobId, fake.request.runId),
      (seen) => seen.attempts.length === 2 && seen.run.state === 'RUNNING',
    );
    expect(attempts.map((attempt) => [attempt.epoch, attempt.failure?.code ?? null])).toEqual([
      [1, 'HOST_LOST'],
      [2, null],
    ]);
    expect(run.epoch).toBe(2);
    // What the old attempt had published before it was let go is on storage, so it counts.
    expect(second.runs.get(fake.request.runId)?.request).toMatchObject({ firstCheckpointId: 3 });
  });

  it('shows why a run failed, also when it never began', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    await startHost(target);
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

  it('keeps what happens while Postgres is away, and records it in order when it is back', async () => {
    const target = new FakeJobTarget();
    const context = contextFor(target);
    await startHost(target);
    const jobId = await create(context);
    const fake = fakeOf(target, await running(context, jobId));
    await server.pause();
    for (let number = 1; number <= 5; number += 1) await fake.tick();
    await expect(getJob(context, jobId)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await server.resume();
    const seen = await until(
      'the history',
      () => listCheckpoints(context, jobId, { page: firstPage, filter: {} }).catch(() => null),
      (view) => view?.counts.completed === 5,
    );
    expect(seen?.page.items.map((checkpoint) => checkpoint.id)).toEqual([5, 4, 3, 2, 1]);
    expect((await getJob(context, jobId)).job.state).toBe('RUNNING');
    expect((await getRun(context, jobId, fake.request.runId)).attempts).toHaveLength(1);
  });

  it('cancels a run that nobody holds without a host', async () => {
    const context = contextFor(new FakeJobTarget());
    const jobId = await create(context);
    const { value } = await cancelJob(context, { jobId, idempotency: null });
    expect(value.status).toBe('SUCCEEDED');
    expect((await getJob(context, jobId)).job.state).toBe('CANCELED');
  });
});
