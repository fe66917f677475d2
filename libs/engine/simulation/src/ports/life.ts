import type { Cancel, Timers } from '@weir/kernel';

/**
 * Whether a thread or a host still lives. What is dead does nothing more: its timers do not fire, its messages are not sent, and a
 * promise it waits for never settles, as if its process had gone in the middle of a line.
 */
export class Life {
  #isOver = false;
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

  /** Calls `action` unless this life is over by then. */
  guard<Args extends unknown[]>(action: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (!this.isOver) action(...args);
    };
  }

  /** The promise's outcome, if this life still goes on when it comes. */
  while<Result>(make: () => Promise<Result>): Promise<Result> {
    if (this.isOver) return never();
    return new Promise<Result>((resolve, reject) => {
      make().then(this.guard(resolve), this.guard(reject));
    });
  }

  /** Timers that stop with this life. */
  timers(timers: Timers): Timers {
    return {
      schedule: (delayMs, action): Cancel =>
        this.isOver ? () => undefined : timers.schedule(delayMs, this.guard(action)),
    };
  }
}

function never<Result>(): Promise<Result> {
  return new Promise<Result>(() => undefined);
}
