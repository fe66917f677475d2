import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, RunHosts, running, until } from '../../test/run-hosts.ts';
import { getJob } from '../get-job.ts';

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterAll(async () => {
  await hosts.clear();
  await hosts.end();
});

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
