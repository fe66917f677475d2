import { randomUUID } from 'node:crypto';
import { silentLogger, type JobId } from '@weir/kernel';
import { createDataSource, migrate, NotificationListener, Store } from '@weir/persistence';
import type { DataSource } from 'typeorm';
import type { FakeJobTarget, FakeRun } from '../../../../tools/test-support/fake-job-target.ts';
import { startTestPostgres, type TestPostgres } from '../../../../tools/test-support/postgres.ts';
import { createJob } from '../src/requests/create-job.ts';
import { getJob } from '../src/reads/get-job.ts';
import type { HostSettings } from '../src/host/host-settings.ts';
import { RunHost } from '../src/host/run-host.ts';
import type { JobView } from '../src/reads/job-view.ts';
import type { JobsContext } from '../src/jobs-context.ts';

/** The job of these tests: it never moves by itself. */
export const spec = {
  name: 'host test',
  operators: [
    { uid: 'lines', type: 'elements', rows: [{ line: 'a' }] },
    { uid: 'out', type: 'print', input: 'lines' },
  ],
};

/** Hosts of runs on a Postgres of their own, as several processes have them. */
export class RunHosts {
  readonly server: TestPostgres;
  readonly url: string;
  readonly #hosts: { readonly host: RunHost; readonly listener: NotificationListener }[] = [];
  readonly dataSource: DataSource;
  readonly store: Store;

  private constructor(server: TestPostgres, url: string, dataSource: DataSource) {
    this.server = server;
    this.url = url;
    this.dataSource = dataSource;
    this.store = new Store(dataSource);
  }

  static async begin(): Promise<RunHosts> {
    const server = await startTestPostgres();
    const url = await server.createDatabase();
    await migrate(url);
    const dataSource = createDataSource({ url, poolSize: 8 });
    await dataSource.initialize();
    return new RunHosts(server, url, dataSource);
  }

  /** Between two tests: no host, no job. */
  async clear(): Promise<void> {
    for (const { host, listener } of this.#hosts.splice(0)) {
      await host.stop(2_000);
      await listener.stop();
    }
    await this.dataSource.query('TRUNCATE job, savepoint CASCADE');
  }

  async end(): Promise<void> {
    await this.dataSource.destroy();
    await this.server.stop();
  }

  /** No queue at all: everything must come about by polling. */
  contextFor(target: FakeJobTarget, store = this.store): JobsContext {
    return {
      store,
      target,
      queue: {
        enqueueLaunch: () => Promise.reject(new Error('lost')),
        enqueueCommand: () => Promise.reject(new Error('lost')),
      },
      snapshotRoots: ['/snapshots'],
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      ids: { uuid: () => randomUUID() },
      logger: silentLogger,
    };
  }

  async startHost(target: FakeJobTarget, options: HostOptions = {}): Promise<RunHost> {
    const { context = this.contextFor(target), leases = context.store, workerId = randomUUID(), ...changed } = options;
    const settings = {
      role: 'worker',
      capacity: 8,
      leaseMs: 600,
      renewMs: 100,
      pollMs: 50,
      publishMs: 50,
      reconcileMs: 50,
      suspendTimeoutMs: 500,
      ...changed,
    } as const;
    const listener = new NotificationListener(this.url);
    const host = new RunHost(context, settings, { listener, leases });
    await listener.start();
    await host.start(workerId);
    this.#hosts.push({ host, listener });
    return host;
  }
}

/** What a host has of its own. */
export interface HostOptions extends Partial<Pick<HostSettings, 'capacity' | 'leaseMs' | 'publishMs'>> {
  readonly workerId?: string;
  readonly context?: JobsContext;
  /** By default the context's. */
  readonly leases?: Store;
}

/** Looks until it is so; throws with what was seen last after 20 s. */
export async function until<T>(what: string, look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function running(context: JobsContext, jobId: JobId): Promise<JobView> {
  return until(
    'RUNNING',
    () => getJob(context, jobId),
    (view) => view.job.state === 'RUNNING',
  );
}

export function fakeOf(target: FakeJobTarget, view: JobView): FakeRun {
  const run = target.runs.get(view.currentRun?.id ?? '');
  if (run === undefined) throw new Error('The target does not have the run.');
  return run;
}

/** A job that is to start at once. */
export async function create(context: JobsContext): Promise<JobId> {
  const { value } = await createJob(context, { spec, start: 'NOW', idempotency: null });
  return value.job.id;
}
