import { Worker } from 'node:worker_threads';

/** Threads that only spin, so that those of the engine have to wait for a core. */
export class Burners {
  readonly #workers: readonly Worker[];

  constructor(count: number) {
    this.#workers = Array.from({ length: count }, () => new Worker('for (;;);', { eval: true, execArgv: [] }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
