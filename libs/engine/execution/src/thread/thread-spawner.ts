import type { FailureReport } from '../engine-error.ts';
import type { HostToThread } from './host-to-thread.ts';
import type { ThreadToHost } from './thread-to-host.ts';

/** Makes the threads of an attempt, every pair of them connected by a link. */
export interface ThreadSpawner {
  /**
   * All threads or none: it throws when one cannot be made, and ends those it has made. One that cannot begin its work tells `onExit`. Messages may
   * be posted to the handles at once.
   */
  spawn(count: number, events: ThreadEvents): readonly ThreadHandle[];
}

/** Told on the host's main thread. Nothing is told after `onExit` of that thread. */
export interface ThreadEvents {
  onMessage(thread: number, message: ThreadToHost): void;
  /** Once for each thread, however it ended. `failure` null: it was terminated or ended by itself without an error. */
  onExit(thread: number, failure: FailureReport | null): void;
}

export interface ThreadHandle {
  /** Lost without an error when the thread is gone: `onExit` tells that. */
  post(message: HostToThread): void;
  /** Ends the thread wherever it is. Idempotent; resolves when it is gone, after `onExit`. */
  terminate(): Promise<void>;
}
