import type { ControlElement } from '@weir/engine-core';

/**
 * What travels between two threads. A buffer's first word tells its channel and direction (see buffer-routing.ts), so that a
 * batch is one transferred ArrayBuffer and nothing else.
 */
export type LinkMessage = ArrayBuffer | LinkControl;

export interface LinkControl {
  readonly channel: number;
  readonly element: ControlElement;
}

/** One end of the connection of a pair of threads. Messages arrive in the order sent; none is lost while both threads live. */
export interface ThreadLink {
  /** Sends; an ArrayBuffer is given away. */
  post(message: LinkMessage): void;
  /** The next message that has arrived; undefined when there is none. Never waits. */
  receive(): LinkMessage | undefined;
  /** Calls `wake` when something arrives while the thread sleeps. Called once, before the first post. */
  onArrival(wake: () => void): void;
  close(): void;
}
