import { Store, StoreError, type Repositories } from '@weir/persistence';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeJobTarget, type FakeRun } from '../../../../../tools/test-support/fake-job-target.ts';
import type { JobId } from '@weir/kernel';
import { create, fakeOf, RunHosts, running, until } from '../../test/run-hosts.ts';
import { cancelJob } from '../requests/cancel-job.ts';
import { getJob } from '../reads/get-job.ts';
import type { JobsContext } from '../jobs-context.ts';
import { listCheckpoints } from '../reads/list-checkpoints.ts';
import { getOperation } from '../reads/list-operations.ts';
import { deleteSavepoint, listSavepoints } from '../requests/manage-savepoints.ts';
import { restartJob } from '../requests/restart-job.ts';
import { triggerSnapshot } from '../requests/trigger-snapshot.ts';
import type { RunHost } from './run-host.ts';

const firstPage = { limit: 50, after: null };

/** A connection that breaks after a commit and before its answer: what was written stands, and nobody here knows. */
class ForgetfulStore extends Store {
  /** The first answer of which it holds is lost. */
  loses: ((answer: unknown) => boolean) | null = null;
  lost = 0;

  override async write<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    const answer = await super.write(work);
    if (this.loses?.(answer) !== true) return answer;
    this.loses = null;
    this.lost += 1;
    throw new StoreError('DATABASE_UNAVAILABLE', new Error('Connection terminated unexpectedly'));
  }
}

let hosts: RunHosts;
let store: ForgetfulStore;
let target: FakeJobTarget;
let context: JobsContext;

beforeAll(async () => {
  hosts = await RunHosts.begin();
});
afterEach(() => hosts.clear());
afterAll(() => hosts.end());

/** Its own answers are lost, and those of the requests: they share a store. */
async function startHost(capacity = 8): Promise<RunHost> {
  store = new ForgetfulStore(hosts.dataSource);
  target = new FakeJobTarget();
  context = hosts.contextFor(target, store);
  // Rarely: what it publishes is written too.
  return hosts.startHost(target, { context, capacity, publishMs: 5_000 });
}

async function runningFake(jobId: JobId): Promise<FakeRun> {
  return fakeOf(target, await running(context, jobId));
}

const isClaimedOperations = (answer: unknown): boolean =>
  Array.isArray(answer) && answer.some((one) => typeof one === 'object' && one !== null && 'kind' in one);

describe('RunHost, when the answer to a commit is lost', () => {
  it('claims a run again that it was given without learning it', async () => {
    await startHost();
    store.loses = (answer) => answer === true;
    const jobId = await create(context);
    await runningFake(jobId);
    expect(store.lost).toBe(1);
  });

  it('carries an operation out that it was given without learning it, and only once', async () => {
    await startHost();
    const jobId = await create(context);
    await runningFake(jobId);
    store.loses = isClaimedOperations;
    const request = { jobId, kind: 'SAVEPOINT', payload: {}, idempotency: null } as const;
    const { value } = await triggerSnapshot(context, request);
    const done = await until(
      'the savepoint',
      () => getOperation(context, value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    expect(store.lost).toBe(1);
    expect((await listSavepoints(context, firstPage, jobId)).items.map(({ id }) => id)).toEqual([
      done.result?.snapshotId,
    ]);
  });

  it('does not repeat a restart whose old run takes its time to end', async () => {
    await startHost();
    const jobId = await create(context);
    const first = await runningFake(jobId);
    let suspensions = 0;
    const suspend = first.suspend.bind(first);
    first.suspend = async (timeoutMs) => {
      suspensions += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await suspend(timeoutMs);
    };
    const options = { parallelism: null, allowNonRestoredState: false, idempotency: null };
    const { value } = await restartJob(context, { from: { kind: 'restart' }, jobId, ...options });
    await until(
      'the restart',
      () => getOperation(context, value.id),
      (operation) => operation.status === 'SUCCEEDED',
    );
    expect(suspensions).toBe(1);
  });
});

describe('a savepoint that was under way when its host died', () => {
  it('has failed once the run is cancelled, and can be deleted', async () => {
    const host = await startHost();
    const jobId = await create(context);
    const fake = await runningFake(jobId);
    fake.hang('SAVEPOINT');
    await until(
      'the open savepoint',
      () => listSavepoints(context, firstPage, jobId),
      ({ items }) => items[0]?.status === 'IN_PROGRESS',
    );
    target.crash();
    await host.stop(0);
    await cancelJob(context, { jobId, idempotency: null });
    // One that takes no runs, as the process of an API without an engine: it only ends what is not wanted.
    await startHost(0);
    await until(
      'CANCELED',
      () => getJob(context, jobId),
      (view) => view.job.state === 'CANCELED',
    );
    const [savepoint] = (await listSavepoints(context, firstPage, jobId)).items;
    expect(savepoint).toMatchObject({
      status: 'FAILED',
      failureMessage: 'The run ended CANCELED before the checkpoint was complete.',
    });
    expect((await listCheckpoints(context, jobId, { page: firstPage, filter: {} })).counts).toMatchObject({
      failed: 1,
    });
    await deleteSavepoint(context, savepoint?.id ?? '');
    expect((await listSavepoints(context, firstPage, jobId)).items).toEqual([]);
  });
});
