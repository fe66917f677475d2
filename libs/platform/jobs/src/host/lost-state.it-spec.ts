import { randomUUID } from 'node:crypto';
import { silentLogger } from '@weir/kernel';
import { createDataSource, migrate, Store } from '@weir/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { startTestPostgres, type TestPostgres } from '../../../../../tools/test-support/postgres.ts';
import { createJob } from '../create-job.ts';
import { getJob } from '../get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { RunHost } from './run-host.ts';

const spec = {
  name: 'lost state',
  operators: [
    { uid: 'lines', type: 'elements', rows: [{ line: 'a' }] },
    { uid: 'out', type: 'print', input: 'lines' },
  ],
};

let server: TestPostgres;
let dataSource: DataSource;
const hosts: RunHost[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  const url = await server.createDatabase();
  await migrate(url);
  dataSource = createDataSource({ url, poolSize: 8 });
  await dataSource.initialize();
});
afterAll(async () => {
  for (const host of hosts) await host.stop(2_000);
  await dataSource.destroy();
  await server.stop();
});

/** A process of the same worker, with a storage of its own. */
async function startHost(workerId: string): Promise<{ readonly context: JobsContext; readonly target: FakeJobTarget }> {
  const target = new FakeJobTarget();
  const context: JobsContext = {
    store: new Store(dataSource),
    target,
    queue: { enqueueLaunch: () => Promise.resolve(), enqueueCommand: () => Promise.resolve() },
    snapshotRoots: ['/snapshots'],
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ids: { uuid: () => randomUUID() },
    logger: silentLogger,
  };
  const times = { leaseMs: 60_000, renewMs: 100, pollMs: 50, publishMs: 5_000, reconcileMs: 50, suspendTimeoutMs: 500 };
  const host = new RunHost(context, { workerId, role: 'worker', capacity: 8, ...times }, null);
  await host.start();
  hosts.push(host);
  return { context, target };
}

describe('A run whose newest checkpoint is gone from storage', () => {
  it('fails when a host takes it up, instead of beginning anew', async () => {
    const workerId = randomUUID();
    const { context, target } = await startHost(workerId);
    const jobId = (await createJob(context, { spec, start: 'NOW', idempotency: null })).value.job.id;
    const seen = () => getJob(context, jobId);
    await expect.poll(async () => (await seen()).job.state, { timeout: 10_000 }).toBe('RUNNING');
    await [...target.runs.values()][0]?.tick();
    await expect.poll(async () => (await seen()).latestCheckpoint?.id, { timeout: 10_000 }).toBe(1);
    target.crash();
    const next = await startHost(workerId);
    await expect.poll(async () => (await seen()).job.state, { timeout: 10_000 }).toBe('FAILED');
    expect((await seen()).currentRun?.failure).toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
    expect(next.target.runs.size).toBe(0);
  });
});
