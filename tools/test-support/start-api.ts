import { randomUUID } from 'node:crypto';
import { silentLogger } from '@weir/kernel';
import { createDataSource, migrate, NotificationListener, Store } from '@weir/persistence';
import { RunHost, type JobsContext } from '@weir/jobs';
import { createApp } from '../../apps/api/src/create-app.ts';
import { FakeJobTarget } from './fake-job-target.ts';
import { InProcessQueue } from './in-process-queue.ts';

/** The whole API over a real Postgres and a target that runs nothing. */
export interface TestApi {
  readonly url: string;
  readonly target: FakeJobTarget;
  readonly context: JobsContext;
  stop(): Promise<void>;
}

export async function startTestApi(databaseUrl: string): Promise<TestApi> {
  await migrate(databaseUrl);
  const dataSource = createDataSource({ url: databaseUrl, poolSize: 10 });
  await dataSource.initialize();
  const listener = new NotificationListener(databaseUrl);
  await listener.start();
  const target = new FakeJobTarget();
  const queue = new InProcessQueue();
  const context: JobsContext = {
    store: new Store(dataSource),
    target,
    queue,
    snapshotRoots: ['/snapshots'],
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ids: { uuid: () => randomUUID() },
    logger: silentLogger,
  };
  const times = { leaseMs: 5_000, renewMs: 300, pollMs: 100, publishMs: 100, reconcileMs: 200, suspendTimeoutMs: 500 };
  const host = new RunHost(context, { role: 'all', capacity: 32, ...times }, { listener, leases: context.store });
  await host.start(randomUUID());
  queue.connect(host);
  const app = await createApp({ context, listener }, 'THIS_MACHINE');
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    target,
    context,
    stop: async () => {
      await app.close();
      await host.stop(3_000);
      await listener.stop();
      await dataSource.destroy();
    },
  };
}
