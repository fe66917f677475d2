import { TaskThread } from '@weir/engine-runtime';
import type {
  HostToThread,
  ThreadComposition,
  ThreadEvents,
  ThreadHandle,
  ThreadLink,
  ThreadSpawner,
  ThreadToHost,
} from '@weir/engine-runtime';
import type { Logger } from '@weir/kernel';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { MessageFaults } from '../world/world.ts';
import { Life } from './life.ts';
import { OrderedDelivery } from './ordered-delivery.ts';
import { connect } from './simulated-link.ts';

export interface SimulatedThreadsOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly logger: Logger;
  readonly host: Life;
  /** What may happen to messages between host and threads; read at each message, so that faults can end. */
  readonly faults: () => MessageFaults;
  /** The adapters as a thread with this life sees them. */
  readonly compose: (life: Life) => ThreadComposition;
  /** Told of each thread that begins, so that the world can end it. */
  readonly onSpawn: (thread: RunningThread) => void;
}

export interface RunningThread {
  readonly name: string;
  readonly life: Life;
  /** Ends the thread as a crash would; the host learns of it a little later. */
  crash(): void;
}

/** Threads of the job as objects beside each other: the shipped `TaskThread`, with the world's time, links and files. */
export class SimulatedThreads implements ThreadSpawner {
  readonly #options: SimulatedThreadsOptions;

  constructor(options: SimulatedThreadsOptions) {
    this.#options = options;
  }

  spawn(count: number, events: ThreadEvents): readonly ThreadHandle[] {
    const lives = Array.from({ length: count }, () => new Life(this.#options.host));
    const links = this.#connectAll(lives);
    return lives.map((life, thread) =>
      this.#start({ thread, life, links: links[thread] ?? new Map<number, ThreadLink>(), events }),
    );
  }

  #start(parts: {
    readonly thread: number;
    readonly life: Life;
    readonly links: ReadonlyMap<number, ThreadLink>;
    readonly events: ThreadEvents;
  }): ThreadHandle {
    const { thread, life, links, events } = parts;
    const { time, random, logger, host, compose, onSpawn } = this.#options;
    const toHost = this.#delivery();
    const toThread = this.#delivery();
    const task = new TaskThread({
      clock: time,
      timers: life.timers(time),
      logger,
      loop: { soon: (slice) => void time.schedule(random.next() * 0.2, life.guard(slice)) },
      post: (message) => {
        if (!life.isOver) this.#tell(message, (copy) => toHost.send(host.guard(() => events.onMessage(thread, copy))));
      },
      links,
      composition: compose(life),
    });
    const exit = (code: 'crash' | 'terminate'): void => {
      if (life.isOver) return;
      life.end();
      const message = `Thread ${thread} was killed.`;
      const failure =
        code === 'crash'
          ? { code: 'THREAD_DIED' as const, message, stack: null, operatorUid: null, subtask: null }
          : null;
      toHost.send(host.guard(() => events.onExit(thread, failure)));
    };
    onSpawn({ name: `thread-${thread}`, life, crash: () => exit('crash') });
    return {
      post: (message) => this.#order(message, (copy) => toThread.send(life.guard(() => task.receive(copy)))),
      terminate: () => {
        exit('terminate');
        return host.while(() => new Promise<void>((resolve) => toHost.send(resolve)));
      },
    };
  }

  /** A message of a thread on its way to the host: an acknowledgement may be lost or come twice. */
  #tell(message: ThreadToHost, send: (copy: ThreadToHost) => void): void {
    const { random } = this.#options;
    const faults = this.#options.faults();
    const isAnswer = message.kind === 'checkpoint-acknowledged' || message.kind === 'checkpoint-declined';
    if (isAnswer && random.chance(faults.loseAcknowledgement)) return;
    send(structuredClone(message));
    if (isAnswer && random.chance(faults.repeatAcknowledgement)) send(structuredClone(message));
  }

  /** A message of the host on its way to a thread: a trigger or notification may be lost. */
  #order(message: HostToThread, send: (copy: HostToThread) => void): void {
    const { random } = this.#options;
    const faults = this.#options.faults();
    if (message.kind === 'trigger-checkpoint' && random.chance(faults.loseTrigger)) return;
    const isNotice = message.kind === 'checkpoint-complete' || message.kind === 'checkpoint-aborted';
    if (isNotice && random.chance(faults.loseNotification)) return;
    send(structuredClone(message));
  }

  #delivery(): OrderedDelivery {
    const { time, random } = this.#options;
    return new OrderedDelivery(time, random, this.#options.faults().delayMaxMs);
  }

  #connectAll(lives: readonly Life[]): Map<number, ThreadLink>[] {
    const { time, random } = this.#options;
    const all = lives.map(() => new Map<number, ThreadLink>());
    lives.forEach((lowLife, low) => {
      lives.slice(low + 1).forEach((highLife, offset) => {
        const high = low + 1 + offset;
        const [lowEnd, highEnd] = connect({ time, random, delayMaxMs: 1 }, [lowLife, highLife]);
        all[low]?.set(high, lowEnd);
        all[high]?.set(low, highEnd);
      });
    });
    return all;
  }
}
