import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, RunHosts, running, spec, until } from '../../test/run-hosts.ts';
import { createJob } from '../requests/create-job.ts';
import { getJob } from '../reads/get-job.ts';
import { startJob } from '../requests/start-job.ts';

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

describe('A run whose newest checkpoint is gone from storage', () => {
  it('fails when a host takes it up, instead of beginning anew', async () => {
    const host = { workerId: randomUUID(), leaseMs: 60_000 };
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target, host);
    const jobId = await create(context);
    const look = () => getJob(context, jobId);
    await running(context, jobId);
    await [...target.runs.values()][0]?.tick();
    await until('the checkpoint', look, ({ latestCheckpoint }) => latestCheckpoint?.id === 1);
    target.crash();
    // A process of the same worker, with a storage of its own.
    const next = new FakeJobTarget();
    await hosts.startHost(next, host);
    const { currentRun } = await until('FAILED', look, ({ job }) => job.state === 'FAILED');
    expect(currentRun?.failure).toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
    expect(next.runs.size).toBe(0);
  });
});

describe('A job whose newest checkpoint is there and damaged', () => {
  it('is not started from the latest, which names the damaged one, and stays as it was', async () => {
    const target = new FakeJobTarget();
    target.storage.damaged.push({ path: '/snapshots/chk-9', checkpointId: 9, damage: 'Its manifest ends early.' });
    const context = hosts.contextFor(target);
    const { value } = await createJob(context, { spec, start: 'LATER', idempotency: null });
    const jobId = value.job.id;
    const options = { parallelism: null, allowNonRestoredState: false, idempotency: null };
    await expect(startJob(context, { jobId, from: { kind: 'latest' }, ...options })).rejects.toMatchObject({
      code: 'SNAPSHOT_DAMAGED',
      message: expect.stringContaining('/snapshots/chk-9') as string,
    });
    expect((await getJob(context, jobId)).job).toMatchObject({ state: 'CREATED', desiredState: 'CREATED' });
  });
});
