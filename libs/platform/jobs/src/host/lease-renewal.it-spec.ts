import { createDataSource, Store } from '@weir/persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running } from '../../test/run-hosts.ts';

const connections = 8;

let hosts: RunHosts;
let own: DataSource;
let blocker: DataSource;

beforeAll(async () => {
  hosts = await RunHosts.begin();
  own = createDataSource({ url: hosts.url, poolSize: 1 });
  blocker = createDataSource({ url: hosts.url, poolSize: 2 });
  await Promise.all([own.initialize(), blocker.initialize()]);
});
afterAll(async () => {
  await hosts.clear();
  await Promise.all([own.destroy(), blocker.destroy()]);
  await hosts.end();
});

describe('The renewal of leases', () => {
  it('waits neither for a connection nor for a run that somebody has locked', async () => {
    const target = new FakeJobTarget();
    const context = hosts.contextFor(target);
    await hosts.startHost(target, { leases: new Store(own), leaseMs: 1_000 });
    const [locked, free] = [await create(context), await create(context)];
    const lockedRun = fakeOf(target, await running(context, locked)).request.runId;
    const freeRun = fakeOf(target, await running(context, free)).request.runId;

    const busy = Array.from({ length: connections }, () => hosts.dataSource.query('SELECT pg_sleep(3)'));
    const lock = blocker.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM run WHERE id = $1 FOR NO KEY UPDATE', [lockedRun]);
      await manager.query('SELECT pg_sleep(3)');
    });
    const left: number[] = [];
    for (let look = 0; look < 25; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const [row] = await blocker.query<{ left: number }[]>(
        'SELECT extract(epoch FROM lease_expires_at - clock_timestamp())::double precision AS left FROM run WHERE id = $1',
        [freeRun],
      );
      left.push(row?.left ?? 0);
    }
    expect(Math.min(...left)).toBeGreaterThan(0);
    await Promise.all([...busy, lock]);
  });
});
