import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createEmbeddedJobTarget } from '@weir/embedded-engine';
import { claimWorkerIdentity, defaultHostTimes, RunHost, type JobsContext } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import { createDataSource, NotificationListener, Store } from '@weir/persistence';
import { openQueue } from '@weir/queues';
import type { Environment } from '../config/environment.ts';
import { connectWithPatience } from './connect-with-patience.ts';

/** Everything behind the HTTP side, wired. */
export interface Composition {
  readonly context: JobsContext;
  readonly listener: NotificationListener;
  /** Begins to take runs. */
  start(): Promise<void>;
  /** Suspends runs with a last checkpoint, then lets go of everything. Idempotent. */
  stop(): Promise<void>;
}

const requestConnections = 12;
const hostConnections = 6;
/** Within this time the last checkpoints are taken; the launcher allows a little more. */
const stopWithinMs = 30_000;

/** Connects to Postgres and the queue, and puts the embedded engine behind the port. Rejects when Postgres stays away. */
export async function compose(environment: Environment, logger: Logger): Promise<Composition> {
  for (const folder of [environment.dataDir, environment.filesDir, environment.snapshotDir])
    mkdirSync(folder, { recursive: true });
  const { databaseUrl, redisUrl, role } = environment;
  const dataSource = createDataSource({ url: databaseUrl, poolSize: requestConnections });
  await connectWithPatience(() => dataSource.initialize(), logger);
  // Connections of its own: leases are renewed and checkpoints recorded however many requests wait for theirs.
  const hostDataSource = createDataSource({ url: databaseUrl, poolSize: hostConnections });
  await hostDataSource.initialize();
  const listener = new NotificationListener(databaseUrl);
  await listener.start();
  const queue = await openQueue({ databaseUrl, redisUrl, logger });
  const [snapshotRoot, ...otherRoots] = environment.snapshotRoots;
  const target = createEmbeddedJobTarget({
    snapshotRoot,
    allowedRoots: otherRoots,
    filesRoot: environment.filesDir,
    runsMax: environment.runsMax,
    logger,
  });
  const context: JobsContext = {
    store: new Store(dataSource),
    target,
    queue,
    snapshotRoots: [snapshotRoot, ...otherRoots],
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ids: { uuid: () => randomUUID() },
    logger,
  };
  const identity = claimWorkerIdentity(environment.dataDir);
  const capacity = role === 'all' ? environment.runsMax : 0;
  const host = new RunHost(
    { ...context, store: new Store(hostDataSource) },
    { ...defaultHostTimes, workerId: identity.workerId, role, capacity },
    listener,
  );
  return {
    context,
    listener,
    start: async () => {
      await host.start();
      if (role === 'all') await queue.consume(host);
    },
    stop: async () => {
      await host.stop(stopWithinMs);
      await queue.close();
      await listener.stop();
      for (const one of [hostDataSource, dataSource]) if (one.isInitialized) await one.destroy();
      identity.release();
    },
  };
}
