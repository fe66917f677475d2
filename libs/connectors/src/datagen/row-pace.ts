import type { Clock } from '@weir/kernel';

/** A batch is due when so much time has gathered rows for it: short enough to look steady, long enough to be worth a step. */
const batchMs = 10;
/** A source that was held up does not make up for more than this. */
const catchUpMs = 1_000;

/** How many rows may be made by now, at a rate. It counts from its own start, so a restart does not owe the rows of the outage. */
export class RowPace {
  readonly #clock: Clock;
  readonly #rowsPerMs: number;
  #since: number;
  #made = 0;

  constructor(clock: Clock, rowsPerSecond: number) {
    this.#clock = clock;
    this.#rowsPerMs = rowsPerSecond / 1_000;
    this.#since = clock.monotonic();
  }

  /** Rows that are due now. */
  due(): number {
    const now = this.#clock.monotonic();
    const oweSince = this.#since + this.#made / this.#rowsPerMs;
    // However seldom rows are made, one that is due stays due.
    const owedMax = Math.max(catchUpMs, 1 / this.#rowsPerMs);
    if (now - oweSince > owedMax) this.#since += now - oweSince - owedMax;
    return Math.floor((now - this.#since) * this.#rowsPerMs - this.#made + 1e-9);
  }

  /** The monotonic time at which the next batch is due. */
  nextDue(): number {
    const rows = Math.max(1, Math.floor(this.#rowsPerMs * batchMs));
    return this.#since + (this.#made + rows) / this.#rowsPerMs;
  }

  count(rows: number): void {
    this.#made += rows;
    if (this.#made < 1e9) return;
    // Keeps the numbers small, so that fractions of a row are not lost on a long-lived job.
    this.#since += this.#made / this.#rowsPerMs;
    this.#made = 0;
  }
}
