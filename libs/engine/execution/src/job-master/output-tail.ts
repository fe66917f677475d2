import type { OutputRow } from '@weir/run-contract';

/** Rows kept of an operator for which no limit is known. */
const usualLimit = 1_000;

/** The last rows that the `print` sinks of a run have reported: of each as many as its `limit`. */
export class OutputTail {
  readonly #limits: ReadonlyMap<string, number>;
  readonly #rows = new Map<string, readonly OutputRow[]>();
  #sequence = 0;

  /** `limits`: by operator uid, how many of its latest rows are kept. */
  constructor(limits: ReadonlyMap<string, number>) {
    this.#limits = limits;
  }

  add(
    operator: string,
    subtask: number,
    reported: { readonly timestamp: number; readonly rows: readonly OutputRow['row'][] },
  ): void {
    const added = reported.rows.map((row): OutputRow => ({
      sequence: (this.#sequence += 1),
      operator,
      subtask,
      timestamp: reported.timestamp,
      row,
    }));
    const limit = this.#limits.get(operator) ?? usualLimit;
    this.#rows.set(operator, [...(this.#rows.get(operator) ?? []), ...added].slice(-limit));
  }

  /** Rows after `sequence`, oldest first, at most `limit`. */
  after(sequence: number, limit: number): readonly OutputRow[] {
    const rows = [...this.#rows.values()].flatMap((kept) => kept.filter((row) => row.sequence > sequence));
    return rows.sort((left, right) => left.sequence - right.sequence).slice(0, limit);
  }
}
