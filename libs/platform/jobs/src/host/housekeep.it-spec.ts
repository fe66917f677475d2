import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { getCheckpoint } from '../reads/list-checkpoints.ts';
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
