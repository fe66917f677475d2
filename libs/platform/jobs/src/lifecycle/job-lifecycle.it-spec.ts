import { trusted, type JobId } from '@weir/kernel';
import { jobStates, type JobState } from '@weir/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget } from '../../../../../tools/test-support/fake-job-target.ts';
import { cellOf, requestsOfThePage } from '../../test/lifecycle-page.ts';
import { RunHosts, spec } from '../../test/run-hosts.ts';
import type { JobsContext } from '../jobs-context.ts';
import { cancelJob } from '../requests/cancel-job.ts';
import { createJob } from '../requests/create-job.ts';
import { deleteJob } from '../requests/delete-job.ts';
import { restartJob } from '../requests/restart-job.ts';
import { restoreJob } from '../requests/restore-job.ts';
import { startJob } from '../requests/start-job.ts';
import { stopJob } from '../requests/stop-job.ts';
import { triggerSnapshot } from '../requests/trigger-snapshot.ts';
import { jobRequests, type JobRequest } from './transition-table.ts';

let hosts: RunHosts;
let context: JobsContext;
const snapshot = '/snapshots/there';

beforeAll(async () => {
  hosts = await RunHosts.begin();
  const target = new FakeJobTarget();
  target.storage.snapshots.set(snapshot, {
    path: snapshot,
    snapshotId: '6f0a0f5e-0000-4000-8000-000000000001',
    jobId: 'another',
    runId: 'another',
    epoch: 1,
    checkpointId: 1,
    kind: 'SAVEPOINT',
    triggerTimestamp: 0,
    stateSize: 0,
    maxParallelism: 128,
    operators: [],
  });
  context = hosts.contextFor(target);
});

afterAll(() => hosts.end());

/** A job in that state, whose run another host holds while it has not ended. */
async function jobIn(state: JobState): Promise<JobId> {
  const start = state === 'CREATED' ? 'LATER' : 'NOW';
  const { value } = await createJob(context, { spec, start, idempotency: null });
  const owner = ['FINISHED', 'CANCELED', 'FAILED'].includes(state) ? null : 'e3b3f0d2-0000-4000-8000-000000000001';
  await hosts.dataSource.query('UPDATE job SET state = $2 WHERE id = $1', [value.job.id, state]);
  await hosts.dataSource.query('UPDATE run SET state = $2, owner_id = $3, owner_incarnation = 1 WHERE job_id = $1', [
    value.job.id,
    state,
    owner,
  ]);
  return value.job.id;
}

function ask(jobId: JobId, request: JobRequest): Promise<unknown> {
  const begin = { jobId, parallelism: null, allowNonRestoredState: false, idempotency: null } as const;
  switch (request) {
    case 'start':
      return startJob(context, { ...begin, from: { kind: 'empty' } });
    case 'stop':
      return stopJob(context, { jobId, payload: {}, idempotency: null });
    case 'cancel':
      return cancelJob(context, { jobId, idempotency: null });
    case 'restart':
      return restartJob(context, { ...begin, from: { kind: 'empty' } });
    case 'checkpoint':
      return triggerSnapshot(context, { jobId, kind: 'CHECKPOINT', payload: {}, idempotency: null });
    case 'savepoint':
      return triggerSnapshot(context, { jobId, kind: 'SAVEPOINT', payload: {}, idempotency: null });
    case 'restore':
      return restoreJob(context, { ...begin, from: { kind: 'path', path: snapshot }, claimMode: 'NO_CLAIM' });
    case 'delete':
      return deleteJob(context, jobId);
  }
}

interface Row {
  readonly state: string;
  readonly desired_state: string;
}

async function rowOf(jobId: JobId): Promise<Row | undefined> {
  const [row] = await hosts.dataSource.query<Row[]>('SELECT state, desired_state FROM job WHERE id = $1', [jobId]);
  return row;
}

/** What became of the request, as the page says it. A column that is set to what it was does not count as changed. */
async function whatHappens(state: JobState, request: JobRequest): Promise<string> {
  const jobId = await jobIn(state);
  await hosts.dataSource.query(`UPDATE job SET desired_state = 'CREATED' WHERE id = $1`, [jobId]);
  try {
    await ask(jobId, request);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ACTION_NOT_ALLOWED' });
    expect(await rowOf(jobId)).toEqual({ state, desired_state: 'CREATED' });
    return cellOf(null);
  }
  const after = await rowOf(trusted<JobId>(jobId));
  if (after === undefined) return cellOf({ state: null, desiredState: null });
  const desiredState = after.desired_state === 'CREATED' ? null : after.desired_state;
  const begins = request === 'start' || request === 'restart' || request === 'restore';
  return cellOf({ state: after.state === state && !begins ? null : after.state, desiredState });
}

describe.each(jobStates)('A job that is %s', (state) => {
  it('does at each request what the page job-lifecycle.md says', async () => {
    const happened: Record<string, string> = {};
    for (const request of jobRequests) happened[request] = await whatHappens(state, request);
    expect(happened).toEqual(requestsOfThePage()[state]);
  });
});
