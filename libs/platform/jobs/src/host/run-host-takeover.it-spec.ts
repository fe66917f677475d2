import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget, FakeStorage } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, spec, until } from '../../test/run-hosts.ts';
import { createJob } from '../requests/create-job.ts';
import { getMetrics } from '../reads/get-graph.ts';
import { getJob } from '../reads/get-job.ts';
import { getCheckpoint, listCheckpoints } from '../reads/list-checkpoints.ts';
import { getOperation } from '../reads/list-operations.ts';
import { getRun } from '../reads/list-runs.ts';
import { restoreJob } from '../requests/restore-job.ts';

const firstPage = { limit: 50, after: null };

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

describe('Runs whose host has gone, or Postgres', () => {
  it('ends a replaced run whose owner is gone, and closes what it left open', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    const silent = await hosts.startHost(target);
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
    await hosts.dataSource.query(
      `UPDATE run SET owner_id = 'gone', lease_expires_at = clock_timestamp() + interval '1 day'`,
    );
    const from = { kind: 'path', path: externalPath ?? '' } as const;
    const options = {
      parallelism: null,
      allowNonRestoredState: false,
      claimMode: 'NO_CLAIM',
      idempotency: null,
    } as const;
    const restored = await restoreJob(context, { jobId, from, ...options });
    const next = new FakeJobTarget(target.storage);
    await hosts.startHost(next);
    expect((await getOperation(context, restored.value.id)).status).toBe('PENDING');
    await hosts.dataSource.query(`UPDATE run SET lease_expires_at = clock_timestamp() WHERE owner_id = 'gone'`);
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

  it('suspends at its stop, and the next start of the same worker goes on in the same run', async () => {
    const storage = new FakeStorage();
    const target = new FakeJobTarget(storage);
    const context = hosts.contextFor(target);
    const workerId = randomUUID();
    const host = await hosts.startHost(target, { workerId });
    const jobId = await create(context);
    const before = await running(context, jobId);
    await host.stop(5_000);
    expect((await getJob(context, jobId)).job).toMatchObject({ state: 'SUSPENDED', desiredState: 'RUNNING' });
    const next = new FakeJobTarget(storage);
    await hosts.startHost(next, { workerId });
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
    const context = hosts.contextFor(dead);
    const workerId = randomUUID();
    await hosts.startHost(dead, { workerId, leaseMs: 60_000 });
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
    await hosts.startHost(next, { workerId, leaseMs: 60_000 });
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
    const context = hosts.contextFor(target);
    const workerId = randomUUID();
    const host = await hosts.startHost(target, { workerId });
    const deleting = { ...spec, checkpointing: { interval: '1h', retention: { onCancellation: 'DELETE' } } };
    const { value } = await createJob(context, { spec: deleting, start: 'NOW', idempotency: null });
    const jobId = value.job.id;
    await fakeOf(target, await running(context, jobId)).tick();
    await host.stop(5_000);
    const next = new FakeJobTarget(storage);
    const nextHost = await hosts.startHost(next, { workerId });
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
    await hosts.startHost(last, { workerId });
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
    const context = hosts.contextFor(first);
    const host = await hosts.startHost(first, { leaseMs: 400 });
    const jobId = await create(context);
    const fake = fakeOf(first, await running(context, jobId));
    await fake.tick();
    await until(
      'a checkpoint',
      () => getJob(context, jobId),
      (seen) => seen.latestCheckpoint !== null,
    );
    // As if another host had taken it while this one stood still.
    await hosts.dataSource.query(
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
    await hosts.dataSource.query(`UPDATE run SET lease_expires_at = clock_timestamp()`);
    const second = new FakeJobTarget(storage);
    await hosts.startHost(second, { leaseMs: 400 });
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

  it('keeps what happens while Postgres is away, and records it in order when it is back', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target);
    const jobId = await create(context);
    const fake = fakeOf(target, await running(context, jobId));
    await hosts.server.pause();
    for (let number = 1; number <= 5; number += 1) await fake.tick();
    await expect(getJob(context, jobId)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await hosts.server.resume();
    const seen = await until(
      'the history',
      () => listCheckpoints(context, jobId, { page: firstPage, filter: {} }).catch(() => null),
      (view) => view?.counts.completed === 5,
    );
    expect(seen?.page.items.map((checkpoint) => checkpoint.id)).toEqual([5, 4, 3, 2, 1]);
    expect((await getJob(context, jobId)).job.state).toBe('RUNNING');
    expect((await getRun(context, jobId, fake.request.runId)).attempts).toHaveLength(1);
  });
});
