import { messageOf, type Timers } from '@weir/kernel';
import type { FailureReport } from '../engine-error.ts';
import type { HostToThread } from '../thread/host-to-thread.ts';
import type { ThreadHandle, ThreadSpawner } from '../thread/thread-spawner.ts';
import type { ThreadToHost } from '../thread/thread-to-host.ts';

export interface AttemptThreadsOptions {
  readonly spawner: ThreadSpawner;
  readonly timers: Timers;
  readonly count: number;
  readonly onMessage: (thread: number, message: ThreadToHost) => void;
  /** A thread is gone that was not asked to go, or none could be started. */
  readonly onLost: (failure: FailureReport) => void;
}

/** The threads of one attempt, from their start to their end. */
export class AttemptThreads {
  readonly #options: AttemptThreadsOptions;
  readonly #handles: readonly ThreadHandle[];
  /** Threads that have answered `stop`, or are gone. */
  readonly #ended = new Set<number>();
  #isStopping = false;
  #onAllEnded: (() => void) | null = null;

  constructor(options: AttemptThreadsOptions) {
    this.#options = options;
    this.#handles = this.#spawn();
  }

  /** 0 when they could not be started. */
  get count(): number {
    return this.#handles.length;
  }

  post(thread: number, message: HostToThread): void {
    this.#handles[thread]?.post(message);
  }

  postAll(message: HostToThread): void {
    for (const handle of this.#handles) handle.post(message);
  }

  /** Lets every thread close its tasks, for at most `graceMs`, and ends them. Resolves when all are gone. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#ended.size < this.#handles.length) {
      this.postAll({ kind: 'stop' });
      await new Promise<void>((resolve) => {
        const cancel = this.#options.timers.schedule(graceMs, resolve);
        this.#onAllEnded = () => {
          cancel();
          resolve();
        };
      });
    }
    await Promise.all(this.#handles.map((handle) => handle.terminate()));
  }

  /** A machine that grants no thread is a failure of the attempt like any other. */
  #spawn(): readonly ThreadHandle[] {
    const { spawner, count, onLost } = this.#options;
    try {
      return spawner.spawn(count, {
        onMessage: (thread, message) => this.#onMessage(thread, message),
        onExit: (thread, failure) => this.#onExit(thread, failure),
      });
    } catch (error) {
      onLost(threadsDied(`The threads could not be started: ${messageOf(error)}`));
      return [];
    }
  }

  #onMessage(thread: number, message: ThreadToHost): void {
    if (message.kind === 'stopped') this.#end(thread);
    else this.#options.onMessage(thread, message);
  }

  #onExit(thread: number, failure: FailureReport | null): void {
    this.#end(thread);
    if (this.#isStopping) return;
    this.#options.onLost(failure ?? threadsDied(`Thread ${thread} ended without being asked.`));
  }

  #end(thread: number): void {
    this.#ended.add(thread);
    if (this.#ended.size === this.#handles.length) this.#onAllEnded?.();
  }
}

function threadsDied(message: string): FailureReport {
  return { code: 'THREAD_DIED', message, stack: null, operatorUid: null, subtask: null };
}
