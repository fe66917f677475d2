import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { getJob } from './get-job.ts';
import type { JobView } from './job-view.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { listJobs } from './list-jobs.ts';

const firstPage = { limit: 50, after: null };

let hosts: RunHosts;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

async function start() {
  const target = new FakeJobTarget();
  const context = hosts.contextFor(target);
  await hosts.startHost(target);
  const jobId = await create(context);
  const fake = fakeOf(target, await running(context, jobId));
  const seen = (what: string, matches: (view: JobView) => boolean) =>
    until(what, () => getJob(context, jobId), matches);
  return { context, jobId, fake, seen };
}

describe('the health of a job', () => {
  it('tells a restart loop with its count, its cause and its next try, as the list does', async () => {
    const { context, fake, seen } = await start();
    await fake.fail('Connection refused.');
    const once = await seen('one failure', ({ job, health }) => job.state === 'RUNNING' && health.status !== 'OK');
    expect(once.health).toMatchObject({ status: 'DEGRADED', reasons: [{ code: 'RECENT_FAILURE' }] });
    expect(once.currentRun?.nextAttemptAt).toBeNull();
    await fake.fail('Connection refused.');
    const nextAttemptAt = Date.now() + 60_000;
    fake.failUntil('Connection refused.', nextAttemptAt);
    const view = await seen('the loop', ({ health }) => health.status === 'FAILING');
    expect(view).toMatchObject({ job: { state: 'RESTARTING' }, currentRun: { nextAttemptAt } });
    const sentence = 'The run has failed 3 times within the last hour and is tried again: Connection refused.';
    expect(view.health.reasons).toMatchObject([{ code: 'RESTART_LOOP', sentence }]);
    const { items } = await listJobs(context, firstPage, { state: null, name: null });
    expect(items.map(({ health }) => health)).toEqual([view.health]);
  });

  it('tells of checkpoints that never complete, until one does', async () => {
    const { fake, seen } = await start();
    expect((await seen('a healthy job', () => true)).health).toEqual({ status: 'OK', reasons: [] });
    for (let count = 0; count < 3; count += 1) {
      fake.failNextSnapshot = 'It did not complete in time.';
      await fake.tick().catch(() => undefined);
    }
    const view = await seen('failing', ({ health }) => health.status === 'FAILING');
    expect(view.health.reasons[0]?.sentence).toBe(
      "None of the run's 3 checkpoints completed; the last one: It did not complete in time.",
    );
    await fake.tick();
    expect((await seen('well again', ({ health }) => health.status === 'OK')).latestCheckpoint?.id).toBe(4);
    fake.failNextSnapshot = 'The disk is full.';
    await fake.tick().catch(() => undefined);
    const after = await seen('degraded', ({ health }) => health.status === 'DEGRADED');
    expect(after.health.reasons[0]?.sentence).toBe(
      'The checkpoint after 4, the latest completed one, failed: The disk is full.',
    );
  });

  it('does not count a checkpoint that a stop made needless, nor shows it as the latest failed one', async () => {
    const { context, jobId, fake, seen } = await start();
    fake.failureReason = 'CHECKPOINT_COORDINATOR_SUSPEND';
    fake.failNextSnapshot = 'A stop with savepoint has begun.';
    await fake.tick().catch(() => undefined);
    await fake.tick();
    fake.failNextSnapshot = 'A stop with savepoint has begun.';
    await fake.tick().catch(() => undefined);
    const view = await until(
      'the checkpoints',
      () => listCheckpoints(context, jobId, { page: firstPage, filter: {} }),
      ({ page }) => page.items[0]?.id === 3 && page.items[0].status === 'FAILED',
    );
    expect(view.latest.failed).toBeNull();
    expect((await seen('its health', () => true)).health).toEqual({ status: 'OK', reasons: [] });
  });
});
