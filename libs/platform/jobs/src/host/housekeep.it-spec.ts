import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { getCheckpoint, listCheckpoints } from '../reads/list-checkpoints.ts';
import { housekeep } from './housekeep.ts';

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});

afterAll(async () => {
  await hosts.clear();
  await hosts.end();
});

it('keeps details of the newest checkpoints within a bound of bytes, and the summaries of all', async () => {
  const target = new FakeJobTarget();
  const context = hosts.contextFor(target);
  await hosts.startHost(target);
  const jobId = await create(context);
  const fake = fakeOf(target, await running(context, jobId));
  for (let count = 0; count < 3; count += 1) await fake.tick();
  const operatorsOf = async (id: number) => (await getCheckpoint(context, jobId, id)).operators.length;
  await until(
    'three checkpoints',
    () => hosts.dataSource.query<{ count: number }[]>('SELECT count(*)::integer AS count FROM checkpoint'),
    ([row]) => row?.count === 3,
  );
  const [size] = await hosts.dataSource.query<{ bytes: number }[]>(
    'SELECT max(pg_column_size(operators)) AS bytes FROM checkpoint',
  );
  await housekeep(context, { workerId: jobId, incarnation: 1 }, 2 * Number(size?.bytes));
  expect(await Promise.all([1, 2, 3].map(operatorsOf))).toEqual([0, 1, 1]);
  expect(await getCheckpoint(context, jobId, 1)).toMatchObject({ status: 'COMPLETED', stateSize: 100 });
});

it('counts what was trimmed too: counts of checkpoints never fall', async () => {
  await hosts.clear();
  const target = new FakeJobTarget();
  const context = hosts.contextFor(target);
  await hosts.startHost(target);
  const jobId = await create(context);
  const fake = fakeOf(target, await running(context, jobId));
  for (let count = 0; count < 3; count += 1) await fake.tick();
  fake.failNextSnapshot = 'Too slow.';
  await fake.tick().catch(() => undefined);
  const look = async () =>
    (await listCheckpoints(context, jobId, { page: { limit: 10, after: null }, filter: {} })).counts;
  const counts = { total: 4, inProgress: 0, completed: 3, failed: 1, restored: 0 };
  await until('four checkpoints', look, ({ total, inProgress }) => total === 4 && inProgress === 0);
  expect(await look()).toEqual(counts);

  await context.store.write(({ checkpoints }) => checkpoints.markDiscarded(jobId, 1));
  await context.store.write(({ checkpoints }) => checkpoints.forgetOld(jobId, 1));
  const history = await listCheckpoints(context, jobId, { page: { limit: 10, after: null }, filter: {} });
  expect(history.page.items.map(({ id }) => id)).toEqual([4, 3, 2]);
  expect(history.counts).toEqual(counts);

  fake.hang();
  expect(await until('a checkpoint under way', look, ({ inProgress }) => inProgress === 1)).toMatchObject({ total: 5 });
  await fake.fail('Broken.');
  await until('a restored attempt', look, ({ restored }) => restored === 1);
});

it('counts a checkpoint that storage holds complete as completed, whatever was written of it before', async () => {
  await hosts.clear();
  const target = new FakeJobTarget();
  const context = hosts.contextFor(target);
  await hosts.startHost(target);
  const jobId = await create(context);
  const fake = fakeOf(target, await running(context, jobId));
  await fake.tick();
  const look = async () =>
    (await listCheckpoints(context, jobId, { page: { limit: 10, after: null }, filter: {} })).counts;
  await until('a checkpoint', look, ({ completed }) => completed === 1);
  const [snapshot] = target.storage.snapshots.values();
  if (snapshot === undefined) throw new Error('The storage holds a snapshot.');
  fake.hang();
  await until('a checkpoint under way', look, ({ inProgress }) => inProgress === 1);
  await context.store.write(({ checkpoints }) => checkpoints.failOpen(fake.request.runId, 'HOST_LOST', 'Gone.'));
  expect(await look()).toMatchObject({ total: 2, completed: 1, failed: 1 });
  const [row] = await hosts.dataSource.query<{ snapshot_id: string }[]>(
    'SELECT snapshot_id FROM checkpoint WHERE id = 2',
  );
  const late = { ...snapshot, checkpointId: 2, snapshotId: String(row?.snapshot_id), path: '/snapshots/late' };
  for (const isNews of [true, false]) {
    expect(await context.store.write(({ checkpoints }) => checkpoints.adopt(jobId, late))).toBe(isNews);
    expect(await look()).toMatchObject({ total: 2, completed: 2, failed: 0 });
  }
});
