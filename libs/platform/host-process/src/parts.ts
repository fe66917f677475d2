import { messageOf, type Logger } from '@weir/kernel';

/** One part of a process: begins when all before it in the list have begun, and ends before any of them does. */
export interface Part {
  readonly name: string;
  /** Rejects when the process cannot go on without it; it has then let go of everything itself. */
  start(): Promise<void>;
  /** Called once, and only after a start that succeeded. */
  stop(): Promise<void>;
}

/** A process as one ordered list: started from the first to the last, stopped from the last to the first. */
export class Parts {
  readonly #parts: readonly Part[];
  readonly #logger: Logger;
  readonly #started: Part[] = [];
  #starting: Promise<void> = Promise.resolve();
  #stopping: Promise<'CLEAN' | 'UNCLEAN'> | null = null;

  constructor(parts: readonly Part[], logger: Logger) {
    this.#parts = parts;
    this.#logger = logger;
  }

  /** At most once. Rejects with the error of the part that did not start, when those before it have stopped again. */
  async start(): Promise<void> {
    this.#starting = this.#startEach();
    try {
      await this.#starting;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Idempotent. A part that is just starting is waited for, and no further one is started. UNCLEAN: not every part stopped in order. */
  stop(): Promise<'CLEAN' | 'UNCLEAN'> {
    this.#stopping ??= this.#stopEach();
    return this.#stopping;
  }

  async #startEach(): Promise<void> {
    for (const part of this.#parts) {
      if (this.#stopping !== null) return;
      await part.start();
      this.#started.push(part);
    }
  }

  /** What does not stop keeps nothing else from stopping. */
  async #stopEach(): Promise<'CLEAN' | 'UNCLEAN'> {
    await this.#starting.catch(() => undefined);
    let outcome: 'CLEAN' | 'UNCLEAN' = 'CLEAN';
    for (const part of this.#started.reverse()) {
      try {
        await part.stop();
      } catch (error) {
        outcome = 'UNCLEAN';
        this.#logger.log('error', `The ${part.name} could not be stopped in order.`, { error: messageOf(error) });
      }
    }
    return outcome;
  }
}
