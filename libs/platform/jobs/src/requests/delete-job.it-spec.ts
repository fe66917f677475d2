import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { getJob } from '../reads/get-job.ts';
import { getOverview } from '../reads/get-overview.ts';
import { carryOutRemovals } from '../runs/carry-out-removals.ts';
import { cancelJob } from './cancel-job.ts';
import { deleteJob } from './delete-job.ts';

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

async function cancelled() {
  const target = new FakeJobTarget();
  const context = hosts.contextFor(target);
  await hosts.startHost(target);
  const jobId = await create(context);
  const fake = fakeOf(target, await running(context, jobId));
  await fake.tick();
  await cancelJob(context, { jobId, idempotency: null });
  await until(
    'the end',
    () => getJob(context, jobId),
    ({ job }) => job.state === 'CANCELED',
  );
  return { target, context, jobId };
}

it('removes the files of a job that is deleted', async () => {
  const { target, context, jobId } = await cancelled();
  await deleteJob(context, jobId);
  expect(target.storage.snapshots.size).toBe(0);
  expect(target.storage.deletedJobs).toEqual([jobId]);
  expect((await getOverview(context)).removals).toEqual({ count: 0, since: null, error: null });
});

it('has on record what it could not remove, says so, and tries again, ever more seldom', async () => {
  const { target, context, jobId } = await cancelled();
  target.storage.stuck = 'The disk is read-only.';
  let now = Date.now();
  const later = { ...context, clock: { ...context.clock, now: () => now } };
  await deleteJob(later, jobId);
  expect(target.storage.snapshots.size).toBe(1);
  expect((await getOverview(later)).removals).toEqual({ count: 2, since: now, error: 'The disk is read-only.' });

  const since = now;
  const triesOfADay = [];
  for (const end = now + 86_400_000; now < end; now += 60_000) {
    const due = await context.store.read(({ removals }) => removals.due(now, 10));
    if (due.length > 0) triesOfADay.push((now - since) / 60_000);
    await carryOutRemovals(later);
  }
  expect(triesOfADay.slice(0, 6)).toEqual([1, 3, 7, 15, 31, 63]);
  expect(triesOfADay.length).toBeLessThan(30);

  target.storage.stuck = null;
  now += 3_600_000;
  await carryOutRemovals(later);
  expect(target.storage.snapshots.size).toBe(0);
  expect(target.storage.deletedJobs).toEqual([jobId]);
  expect((await getOverview(later)).removals.count).toBe(0);
});
