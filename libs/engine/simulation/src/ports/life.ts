import type { Cancel, Timers } from '@weir/kernel';

/** Whether the call in which a life ends has its effect still. */
export type Moment = 'before' | 'after';

interface Fuse {
  callsLeft: number;
  readonly moment: Moment;
  readonly onEnd: () => void;
}

/**
 * Whether a thread or a host still lives. What is dead does nothing more: its timers do not fire, its messages are not sent, its
 * calls of ports have no effect, and a promise it waits for never settles, as if its process had gone in the middle of a line. Code that
 * still runs to the end of its step then does so without anybody's notice.
 */
export class Life {
  #isOver = false;
  #fuse: Fuse | null = null;
  readonly #parent: Life | null;

  constructor(parent: Life | null = null) {
    this.#parent = parent;
  }

  get isOver(): boolean {
    return this.#isOver || (this.#parent?.isOver ?? false);
  }

  end(): void {
    this.#isOver = true;
  }

  /** Ends this life within its `calls`-th next call of a port, or of one of its parts': then `onEnd` is called. */
  endInCall(calls: number, moment: Moment, onEnd: () => void): void {
    this.#fuse ??= { callsLeft: calls, moment, onEnd };
  }

  /** Calls `action` unless this life is over by then. */
  guard<Args extends unknown[]>(action: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (!this.isOver) action(...args);
    };
  }

  /** A call of a port that returns at once; `instead` is what the dead get, who cannot tell any more. */
  call<Result>(effect: () => Result, instead: () => Result): Result {
    const ending = this.#step();
    if (ending?.moment === 'before') ending.end();
    if (this.isOver) return instead();
    const result = effect();
    ending?.end();
    return result;
  }

  /** The promise's outcome, if this life still goes on when it comes. */
  while<Result>(make: () => Promise<Result>): Promise<Result> {
    const ending = this.#step();
    if (ending?.moment === 'before') ending.end();
    if (this.isOver) return never();
    const last =
      <Value>(tell: (value: Value) => void) =>
      (value: Value): void => {
        ending?.end();
        if (!this.isOver) tell(value);
      };
    return new Promise<Result>((resolve, reject) => {
      make().then(last(resolve), last(reject));
    });
  }

  /** Timers that stop with this life. */
  timers(timers: Timers): Timers {
    return {
      schedule: (delayMs, action): Cancel =>
        this.isOver ? () => undefined : timers.schedule(delayMs, this.guard(action)),
    };
  }

  /** Counts a call; returns how a life ends in it, if one does. */
  #step(): { readonly moment: Moment; readonly end: () => void } | null {
    if (this.isOver) return null;
    const above = this.#parent === null ? null : this.#parent.#step();
    const fuse = this.#fuse;
    if (fuse === null) return above;
    fuse.callsLeft -= 1;
    if (fuse.callsLeft > 0) return above;
    this.#fuse = null;
    const end = (): void => {
      if (this.isOver) return;
      this.end();
      fuse.onEnd();
    };
    return above ?? { moment: fuse.moment, end };
  }
}

function never<Result>(): Promise<Result> {
  return new Promise<Result>(() => undefined);
}
