import { mkdirSync } from 'node:fs';
import { createEmbeddedJobTarget } from '@weir/embedded-engine';
import type { JobTarget } from '@weir/run-contract';
import type { HostEnvironment } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import { createDataSource, NotificationListener, Store } from '@weir/persistence';
import { openQueue, type QueueDriver } from '@weir/queues';

/** What a worker talks to. */
export interface Infrastructure {
  readonly store: Store;
  readonly listener: NotificationListener;
  readonly queue: QueueDriver;
  readonly target: JobTarget;
  readonly snapshotRoots: readonly [string, ...string[]];
  /** Closes connections; nothing may use them any more. */
  close(): Promise<void>;
}

const poolSize = 10;

/** Rejects when Postgres does not answer: whoever started this process tries again. */
export async function openInfrastructure(environment: HostEnvironment, logger: Logger): Promise<Infrastructure> {
  const { databaseUrl, redisUrl, filesDir, runsMax } = environment;
  const [snapshotRoot, ...otherRoots] = environment.snapshotRoots;
  for (const folder of [filesDir, snapshotRoot]) mkdirSync(folder, { recursive: true });
  const dataSource = createDataSource({ url: databaseUrl, poolSize });
  await dataSource.initialize();
  const listener = new NotificationListener(databaseUrl);
  try {
    const queue = await openQueue({ databaseUrl, redisUrl, logger });
    await listener.start();
    return {
      store: new Store(dataSource),
      listener,
      queue,
      target: createEmbeddedJobTarget({ snapshotRoot, allowedRoots: otherRoots, filesRoot: filesDir, runsMax, logger }),
      snapshotRoots: [snapshotRoot, ...otherRoots],
      close: async () => {
        await listener.stop();
        await queue.close();
        await dataSource.destroy();
      },
    };
  } catch (error) {
    await listener.stop();
    await dataSource.destroy();
    throw error;
  }
}
