import type { Timers } from '@weir/kernel';

/** How somebody wants a run to end before it would by itself. */
export type EndWish = 'CANCEL' | 'SUSPEND';

/** Whether a run was asked to end, and the waiting that such a request cuts short. */
export class EndRequest {
  readonly #timers: Timers;
  readonly #expressed = new AbortController();
  #wish: EndWish | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Null: nobody has asked. */
  get wish(): EndWish | null {
    return this.#wish;
  }

  /** Aborted as soon as somebody asks. */
  get signal(): AbortSignal {
    return this.#expressed.signal;
  }

  /** A cancel outdoes a suspension that is under way; nothing outdoes a cancel. */
  express(wish: EndWish): void {
    if (this.#wish !== 'CANCEL') this.#wish = wish;
    this.#expressed.abort(new Error('The run was asked to end.'));
  }

  /** Resolves with the promise, or as soon as the run is asked to end; rejects as the promise does. */
  async unlessAsked(promise: Promise<unknown>): Promise<void> {
    const { signal } = this;
    if (signal.aborted) return;
    let stopListening = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      const onAbort = (): void => resolve();
      signal.addEventListener('abort', onAbort, { once: true });
      stopListening = () => signal.removeEventListener('abort', onAbort);
    });
    await Promise.race([promise, asked]).finally(stopListening);
  }

  /** The promise's value; rejects as soon as the run is asked to end, whatever becomes of the promise: nobody hangs on a store that is away. */
  async orInterrupted<Value>(promise: Promise<Value>): Promise<Value> {
    await this.unlessAsked(promise);
    if (this.#wish === null) return promise;
    promise.catch(() => undefined);
    throw new Error('The run was asked to end.');
  }

  /** Waits so long, or until the run is asked to end, and leaves no timer. */
  async pause(delayMs: number): Promise<void> {
    let cancel = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
      cancel = this.#timers.schedule(delayMs, resolve);
    });
    await this.unlessAsked(isOver).finally(() => cancel());
  }
}
