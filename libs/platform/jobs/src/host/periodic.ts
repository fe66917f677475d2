/** Runs a task again and again, never twice at once; `poke` runs it now. The task handles its own errors. */
export class Periodic {
  readonly #task: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #isPoked = false;
  #isStopped = true;

  constructor(everyMs: number, task: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#task = task;
  }

  start(): void {
    this.#isStopped = false;
    this.poke();
  }

  /** Runs the task now, or once more right after the run that is under way. */
  poke(): void {
    if (this.#isStopped) return;
    if (this.#running !== null) {
      this.#isPoked = true;
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#running = this.#task().finally(() => {
      this.#running = null;
      this.#schedule();
    });
  }

  /** Resolves when the run under way has ended; none follows. Idempotent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    if (this.#isPoked) {
      this.#isPoked = false;
      this.poke();
      return;
    }
    this.#timer = setTimeout(() => this.poke(), this.#everyMs);
  }
}
