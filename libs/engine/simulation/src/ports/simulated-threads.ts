import { TaskThread } from '@weir/engine-execution';
import type {
  HostToThread,
  ThreadComposition,
  ThreadEvents,
  ThreadHandle,
  ThreadLink,
  ThreadSpawner,
  ThreadToHost,
} from '@weir/engine-execution';
import type { Logger } from '@weir/kernel';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { MessageFaults, RareBranches } from '../world/fault-plan.ts';
import { lateTimers } from './late-timers.ts';
import { Life, type Moment } from './life.ts';
import { OrderedDelivery, type Delays } from './ordered-delivery.ts';
import { plainCopy } from './plain-copy.ts';
import { FlowWatch } from './flow-watch.ts';
import { connect, type Wires } from './simulated-link.ts';

export interface SimulatedThreadsOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly logger: Logger;
  /** Of the process: its end is that of every thread. */
  readonly process: Life;
  /** Of the one who spawned the threads and listens to them. */
  readonly host: Life;
  /** What may happen to messages between host and threads; read at each message, so that faults can end. */
  readonly faults: () => MessageFaults;
  /** The adapters as a thread with this life sees them. */
  readonly compose: (life: Life, flow: FlowWatch) => ThreadComposition;
  readonly wires: Wires;
  /** Told when a task takes rows that it has no room for. */
  readonly onOverflow: (message: string) => void;
  readonly rare: () => RareBranches;
  /** The data of a subtask has ended just now. */
  readonly onDataFinished: () => void;
  /** Told of each thread that begins, so that the world can end it. */
  readonly onSpawn: (thread: RunningThread) => void;
}

export interface RunningThread {
  readonly name: string;
  readonly life: Life;
  /** Ends the thread as a crash would; the host learns of it a little later. */
  crash(): void;
  /** The same, but within the `calls`-th next call that the thread makes of a port. */
  crashInCall(calls: number, moment: Moment): void;
}

/** A thread that has work has its turn within so long. */
const usualSliceMs = 0.2;

/** Threads of the job as objects beside each other: the shipped `TaskThread`, with the world's time, links and files. */
export class SimulatedThreads implements ThreadSpawner {
  readonly #options: SimulatedThreadsOptions;
  readonly #links: ThreadLink[] = [];

  constructor(options: SimulatedThreadsOptions) {
    this.#options = options;
  }

  /** Everybody is dead: what joined them goes, for real ports hold memory. */
  close(): void {
    for (const link of this.#links.splice(0)) link.close();
  }

  spawn(count: number, events: ThreadEvents): readonly ThreadHandle[] {
    const lives = Array.from({ length: count }, () => new Life(this.#options.process));
    const flow = new FlowWatch(this.#options.onOverflow);
    const links = this.#connectAll(lives, flow);
    return lives.map((life, thread) =>
      this.#start({ thread, life, links: links[thread] ?? new Map<number, ThreadLink>(), events, flow }),
    );
  }

  #start(parts: {
    readonly thread: number;
    readonly life: Life;
    readonly links: ReadonlyMap<number, ThreadLink>;
    readonly events: ThreadEvents;
    readonly flow: FlowWatch;
  }): ThreadHandle {
    const { thread, life, links, events, flow } = parts;
    const { time, random, logger, host, rare, compose, onSpawn } = this.#options;
    const toHost = this.#delivery();
    const toThread = this.#delivery();
    const task = new TaskThread({
      clock: time,
      timers: life.timers(lateTimers({ time, random, rare })),
      logger: { log: life.guard((level, message, values) => logger.log(level, message, values)) },
      loop: { soon: (slice) => void time.schedule(this.#untilSlice(), life.guard(slice)) },
      post: (message) => {
        const tell = (): void =>
          this.#tell(message, (copy) => toHost.send(host.guard(() => events.onMessage(thread, copy))));
        life.call(tell, () => undefined);
      },
      links,
      composition: compose(life, flow),
    });
    const report = (failure: Parameters<ThreadEvents['onExit']>[1]): void =>
      toHost.send(host.guard(() => events.onExit(thread, failure)));
    const reportCrash = (): void => report(crashOf(thread));
    onSpawn({
      name: `thread-${thread}`,
      life,
      crash: () => {
        if (life.isOver) return;
        life.end();
        reportCrash();
      },
      crashInCall: (calls, moment) => life.endInCall(calls, moment, reportCrash),
    });
    return {
      post: (message) => {
        if (message.kind === 'deploy') flow.deployed(message.deployment);
        const order = (): void => this.#order(message, (copy) => toThread.send(life.guard(() => task.receive(copy))));
        host.call(order, () => undefined);
      },
      terminate: () => {
        if (!life.isOver) {
          life.end();
          report(null);
        }
        return host.while(() => new Promise<void>((resolve) => toHost.send(resolve)));
      },
    };
  }

  #untilSlice(): number {
    const { random } = this.#options;
    const rare = this.#options.rare();
    const isLate = rare.lateSlice > 0 && random.chance(rare.lateSlice);
    return random.next() * (isLate ? rare.lateMaxMs : usualSliceMs);
  }

  /** A message of a thread on its way to the host: an acknowledgement may be lost or come twice. */
  #tell(message: ThreadToHost, send: (copy: ThreadToHost) => void): void {
    const { random } = this.#options;
    const faults = this.#options.faults();
    const isAnswer = message.kind === 'checkpoint-acknowledged' || message.kind === 'checkpoint-declined';
    if (isAnswer && random.chance(faults.loseAcknowledgement)) return;
    send(plainCopy(message));
    if (message.kind === 'data-finished') this.#options.onDataFinished();
    if (isAnswer && random.chance(faults.repeatAcknowledgement)) send(plainCopy(message));
  }

  /** A message of the host on its way to a thread: a trigger or notification may be lost. */
  #order(message: HostToThread, send: (copy: HostToThread) => void): void {
    const { random } = this.#options;
    const faults = this.#options.faults();
    if (message.kind === 'trigger-checkpoint' && random.chance(faults.loseTrigger)) return;
    const isNotice = message.kind === 'checkpoint-complete' || message.kind === 'checkpoint-aborted';
    if (isNotice && random.chance(faults.loseNotification)) return;
    send(plainCopy(message));
  }

  #delivery(): OrderedDelivery {
    const { time, random } = this.#options;
    return new OrderedDelivery(time, random, () => ({
      delayMaxMs: this.#options.faults().delayMaxMs,
      late: 0,
      lateMaxMs: 0,
    }));
  }

  #connectAll(lives: readonly Life[], flow: FlowWatch): Map<number, ThreadLink>[] {
    const { time, random, rare, wires } = this.#options;
    const delays = (): Delays => ({ delayMaxMs: 1, late: rare().lateLink, lateMaxMs: rare().lateMaxMs });
    const all = lives.map(() => new Map<number, ThreadLink>());
    lives.forEach((lowLife, low) => {
      lives.slice(low + 1).forEach((highLife, offset) => {
        const high = low + 1 + offset;
        const [lowEnd, highEnd] = connect({ time, random, delays, wires, flow }, [lowLife, highLife]);
        this.#links.push(lowEnd, highEnd);
        all[low]?.set(high, lowEnd);
        all[high]?.set(low, highEnd);
      });
    });
    return all;
  }
}

function crashOf(thread: number): Parameters<ThreadEvents['onExit']>[1] {
  return {
    code: 'THREAD_DIED',
    message: `Thread ${thread} was killed.`,
    stack: null,
    operatorUid: null,
    subtask: null,
  };
}
