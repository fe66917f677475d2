import type { Logger } from '@weir/kernel';
import type { HostToThread } from '../thread/host-to-thread.ts';
import { TaskThread } from '../thread/task-thread.ts';
import type { LinkMessage, ThreadLink } from '../thread/thread-link.ts';
import type { ThreadComposition } from '../thread/thread-ports.ts';
import type { ThreadEvents, ThreadHandle, ThreadSpawner } from '../thread/thread-spawner.ts';
import type { VirtualWorld } from './virtual-world.ts';

export interface InProcessThreadsOptions {
  readonly world: VirtualWorld;
  readonly composition: ThreadComposition;
  readonly logger: Logger;
}

/** Threads of a job that all live in the present one and take turns in a virtual world. Messages are cloned or transferred as between real ones. */
export class InProcessThreads implements ThreadSpawner {
  readonly #options: InProcessThreadsOptions;
  readonly #living = new Map<number, { readonly kill: () => void }>();

  constructor(options: InProcessThreadsOptions) {
    this.#options = options;
  }

  /** Ends a thread as a crash would: nothing of it runs any more. */
  crash(thread: number): void {
    this.#living.get(thread)?.kill();
  }

  spawn(count: number, events: ThreadEvents): readonly ThreadHandle[] {
    const ends = connectAll(count);
    return ends.map((links, thread) => this.#start(thread, links, events));
  }

  #start(thread: number, links: ReadonlyMap<number, ThreadLink>, events: ThreadEvents): ThreadHandle {
    const { world, composition, logger } = this.#options;
    let isAlive = true;
    const whileAlive = (action: () => void) => (): void => {
      if (isAlive) action();
    };
    const taskThread = new TaskThread({
      clock: world.clock,
      timers: { schedule: (delayMs, action) => world.timers.schedule(delayMs, whileAlive(action)) },
      logger,
      loop: { soon: (slice) => world.soon(whileAlive(slice)) },
      post: (message) => {
        const copy = structuredClone(message);
        if (isAlive) world.soon(() => isAlive && events.onMessage(thread, copy));
      },
      links,
      composition,
    });
    const end = (isCrash: boolean): void => {
      if (!isAlive) return;
      isAlive = false;
      const message = `Thread ${thread} died.`;
      world.soon(() =>
        events.onExit(
          thread,
          isCrash ? { code: 'THREAD_DIED', message, stack: null, operatorUid: null, subtask: null } : null,
        ),
      );
    };
    this.#living.set(thread, { kill: () => end(true) });
    return {
      post: (message: HostToThread) => {
        const copy = structuredClone(message);
        world.soon(whileAlive(() => taskThread.receive(copy)));
      },
      terminate: () => {
        end(false);
        return Promise.resolve();
      },
    };
  }
}

/** For every thread its links to all others. */
function connectAll(count: number): readonly ReadonlyMap<number, ThreadLink>[] {
  const links: Map<number, ThreadLink>[] = Array.from({ length: count }, () => new Map<number, ThreadLink>());
  for (let low = 0; low < count; low += 1) {
    for (let high = low + 1; high < count; high += 1) {
      const [one, other] = linkPair();
      links[low]?.set(high, one);
      links[high]?.set(low, other);
    }
  }
  return links;
}

function linkPair(): readonly [ThreadLink, ThreadLink] {
  const toOne: LinkMessage[] = [];
  const toOther: LinkMessage[] = [];
  let wakeOne = (): void => undefined;
  let wakeOther = (): void => undefined;
  const endOf = (
    inbox: LinkMessage[],
    post: (message: LinkMessage) => void,
    listen: (wake: () => void) => void,
  ): ThreadLink => ({
    post: (message) =>
      post(
        message instanceof ArrayBuffer ? structuredClone(message, { transfer: [message] }) : structuredClone(message),
      ),
    receive: () => inbox.shift(),
    onArrival: listen,
    close: () => undefined,
  });
  const one = endOf(
    toOne,
    (message) => {
      toOther.push(message);
      wakeOther();
    },
    (wake) => {
      wakeOne = wake;
    },
  );
  const other = endOf(
    toOther,
    (message) => {
      toOne.push(message);
      wakeOne();
    },
    (wake) => {
      wakeOther = wake;
    },
  );
  return [one, other];
}
