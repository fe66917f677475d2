/** One row of a `print` sink. */
export interface ReportedRow {
  /** Rises over the whole run. */
  readonly sequence: number;
  readonly operator: string;
  readonly subtask: number;
  readonly timestamp: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Rows kept of a run; older ones are gone. */
const rowsMax = 1000;

/** The last rows that the `print` sinks of a run have reported. */
export class OutputTail {
  #rows: ReportedRow[] = [];
  #sequence = 0;

  add(
    operator: string,
    subtask: number,
    reported: { readonly timestamp: number; readonly rows: readonly ReportedRow['row'][] },
  ): void {
    for (const row of reported.rows) {
      this.#sequence += 1;
      this.#rows.push({ sequence: this.#sequence, operator, subtask, timestamp: reported.timestamp, row });
    }
    if (this.#rows.length > rowsMax) this.#rows = this.#rows.slice(-rowsMax);
  }

  /** Rows after `sequence`, oldest first, at most `limit`. */
  after(sequence: number, limit: number): readonly ReportedRow[] {
    const from = this.#rows.findIndex((row) => row.sequence > sequence);
    return from < 0 ? [] : this.#rows.slice(from, from + limit);
  }
}
