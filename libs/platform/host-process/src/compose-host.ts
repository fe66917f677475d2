import { randomUUID } from 'node:crypto';
import { createEmbeddedJobTarget } from '@weir/embedded-engine';
import { defaultHostTimes, RunHost, type JobsContext } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import { createDataSource, NotificationListener, Store } from '@weir/persistence';
import { createQueue, type QueueDriver } from '@weir/queues';
import type { DataSource } from 'typeorm';
import { connectWithPatience } from './connect-with-patience.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { Part } from './parts.ts';
import { settleSnapshotFolder } from './snapshot-folder.ts';
import { makePrivateFolders } from './private-folders.ts';
import { WorkerIdentity } from './worker-identity.ts';

export interface HostOptions {
  /** `all` and `api` serve requests as well; `api` hosts no runs. */
  readonly role: 'all' | 'api' | 'worker';
  readonly logger: Logger;
}

/** A process that can host runs, wired and not yet started. */
export interface ComposedHost {
  /** What use cases work with, on the host's own connections. */
  readonly context: JobsContext;
  readonly listener: NotificationListener;
  /** In the order in which they start. */
  readonly parts: readonly Part[];
}

/** Connections of its own: checkpoints are recorded however many requests wait for theirs. */
const hostConnections = 10;
/** Every run's last checkpoint, and a little. */
const suspendMsMax = defaultHostTimes.suspendTimeoutMs + 5_000;

/**
 * Puts the embedded engine behind the port and a run host before it. What a part needs stands before it; so at the end no new run comes
 * in, the runs are suspended while Postgres can still be told, and the identity is given back when nothing writes under it.
 */
export function composeHost(environment: HostEnvironment, { role, logger }: HostOptions): ComposedHost {
  const { databaseUrl, redisUrl, dataDir, filesDir, snapshotDir, snapshotRoots, socketAllow, runsMax } = environment;
  const [snapshotRoot, ...allowedRoots] = snapshotRoots;
  const dataSource = createDataSource({ url: databaseUrl, poolSize: hostConnections });
  const leaseSource = createDataSource({ url: databaseUrl, poolSize: 1 });
  const listener = new NotificationListener(databaseUrl);
  const queue = createQueue({ databaseUrl, redisUrl, logger });
  const identity = new WorkerIdentity(dataDir);
  const context: JobsContext = {
    store: new Store(dataSource),
    target: createEmbeddedJobTarget({ snapshotRoot, allowedRoots, filesRoot: filesDir, socketAllow, runsMax, logger }),
    queue,
    snapshotRoots,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    ids: { uuid: () => randomUUID() },
    logger,
  };
  const hostsRuns = role !== 'api';
  const host = new RunHost(
    context,
    { ...defaultHostTimes, role, capacity: hostsRuns ? runsMax : 0 },
    { listener, leases: new Store(leaseSource) },
  );
  const parts: Part[] = [
    {
      name: 'worker identity',
      start: async () => {
        makePrivateFolders(dataDir, [filesDir, snapshotDir]);
        identity.claim();
      },
      stop: async () => identity.release(),
    },
    databasePart('connections of the host', dataSource, logger),
    databasePart('connection of leases', leaseSource, logger),
    {
      name: 'snapshot folder',
      start: () => settleSnapshotFolder(context, { folder: snapshotRoot, workerId: identity.workerId }),
      stop: async () => undefined,
    },
    { name: 'notifications', start: () => listener.start(), stop: () => listener.stop() },
    { name: 'queue', start: () => queue.start(), stop: () => queue.close() },
    { name: 'run host', start: () => host.start(identity.workerId), stop: () => host.stop(suspendMsMax) },
  ];
  if (hostsRuns) parts.push(hintsPart(queue, host, logger));
  return { context, listener, parts };
}

/** Hints that are being handled are waited for, and none follows; the queue closes here, and once more without effect in its own place. */
function hintsPart(queue: QueueDriver, host: RunHost, logger: Logger): Part {
  return {
    name: 'hints',
    start: async () => {
      await queue.consume(host);
      logger.log('info', 'Runs are taken.', { queue: queue.name });
    },
    stop: () => queue.close(),
  };
}

/** Waits half a minute for a Postgres that is away. */
export function databasePart(name: string, dataSource: DataSource, logger: Logger): Part {
  return {
    name,
    start: () => connectWithPatience(() => dataSource.initialize(), logger),
    stop: () => dataSource.destroy(),
  };
}
