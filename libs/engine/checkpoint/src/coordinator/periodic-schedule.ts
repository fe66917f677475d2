import type { CoordinatorConfig } from './coordinator-config.ts';

/** When periodic checkpoints are due. Times are monotonic milliseconds. */
export class PeriodicSchedule {
  readonly #intervalMs: number | null;
  readonly #minPauseMs: number;
  #dueAt: number | null = null;

  constructor(config: Pick<CoordinatorConfig, 'intervalMs' | 'minPauseMs'>) {
    this.#intervalMs = config.intervalMs === null ? null : Math.max(config.intervalMs, config.minPauseMs);
    this.#minPauseMs = config.minPauseMs;
  }

  /** Between two starts; never shorter than the minimum pause. Null: there are no periodic checkpoints. */
  get intervalMs(): number | null {
    return this.#intervalMs;
  }

  get isRunning(): boolean {
    return this.#dueAt !== null;
  }

  /** Begins. Returns when the first is due, between the minimum pause and the interval from now; null when there are none. */
  start(now: number, random: number): number | null {
    if (this.#intervalMs === null) return null;
    const spread = this.#intervalMs - this.#minPauseMs;
    this.#dueAt = now + this.#minPauseMs + Math.min(spread, Math.floor(random * (spread + 1)));
    return this.#dueAt;
  }

  /** The timer fired. Returns when the next is due: at the fixed rate, but never in the past. Null when it was stopped meanwhile. */
  onFired(now: number): number | null {
    if (this.#dueAt === null || this.#intervalMs === null) return null;
    const next = this.#dueAt + this.#intervalMs;
    this.#dueAt = next > now ? next : now + this.#intervalMs;
    return this.#dueAt;
  }

  /** The next one moves to `at`; the rate goes on from there. */
  postpone(at: number): void {
    if (this.#dueAt !== null) this.#dueAt = at;
  }

  stop(): void {
    this.#dueAt = null;
  }
}
