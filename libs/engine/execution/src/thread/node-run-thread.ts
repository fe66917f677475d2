import { parentPort, workerData } from 'node:worker_threads';
import { invariant, type Logger } from '@weir/kernel';
import type { HostToThread } from './host-to-thread.ts';
import type { NodeThreadData } from './node-thread-data.ts';
import { NodeThreadLink } from './node-thread-link.ts';
import { plainValues } from './plain-values.ts';
import { nodeClock, nodeTimers } from './node-time.ts';
import { TaskThread } from './task-thread.ts';
import type { ThreadComposition } from './thread-ports.ts';
import type { ThreadToHost } from './thread-to-host.ts';

/**
 * The whole life of a worker thread of a job: called once, by the entry that the spawner starts, with the adapters that the
 * settings name.
 */
export function runNodeThread<Settings>(compose: (settings: Settings, logger: Logger) => ThreadComposition): void {
  const host = parentPort;
  invariant(host, 'This entry runs only inside a worker thread.');
  const data = workerData as NodeThreadData<Settings>;
  const post = (message: ThreadToHost): void => host.postMessage(message);
  const logger: Logger = {
    log: (level, message, values = {}) => post({ kind: 'logged', level, message, values: plainValues(values) }),
  };
  const thread = new TaskThread({
    clock: nodeClock,
    timers: nodeTimers,
    logger,
    loop: { soon: (slice) => void setImmediate(slice) },
    post,
    links: new Map(data.links.map(({ peer, port }) => [peer, new NodeThreadLink(port)])),
    composition: compose(data.settings, logger),
  });
  host.on('message', (message: HostToThread) => {
    thread.receive(message);
  });
}
