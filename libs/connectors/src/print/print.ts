import {
  valueOf,
  type Operator,
  type OperatorContext,
  type RecordBatch,
  type Row,
  type SinkFactory,
} from '@weir/engine-core';
import type { PrintOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** So many rows a second are shown at most, whatever the limit: nobody reads faster, and each row becomes an object. */
const rowsPerSecondMax = 5_000;
const windowMs = 1_000;
/** Of the rows left out so many of the latest are kept, so that the tail always ends with the end of the stream. */
const latestRowsMax = 20;

/**
 * Shows rows to people. Of a fast stream it shows a part: at most `limit` rows, and never more than 5 000, in each second,
 * and then the latest ones before the next second, the next checkpoint or the end. Those left out are counted in the log;
 * the metrics count all.
 */
export class PrintSink implements Operator {
  readonly #context: OperatorContext;
  readonly #rowsPerWindow: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #shownInWindow = 0;
  #skipped = 0;
  #latest: Row[] = [];

  constructor(operator: PrintOperator, context: OperatorContext) {
    this.#context = context;
    this.#rowsPerWindow = Math.min(operator.limit, rowsPerSecondMax);
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch): void {
    const now = this.#context.clock.monotonic();
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#shownInWindow = 0;
      this.#showLatest();
    }
    const shown = Math.min(batch.rowCount, this.#rowsPerWindow - this.#shownInWindow);
    if (shown > 0) {
      this.#shownInWindow += shown;
      this.#context.report(rowsBetween(batch, 0, shown));
    }
    const rest = batch.rowCount - shown;
    if (rest === 0) return;
    this.#skipped += rest;
    const latest = rowsBetween(batch, batch.rowCount - Math.min(rest, latestRowsMax), batch.rowCount);
    this.#latest = [...this.#latest, ...latest].slice(-latestRowsMax);
  }

  processWatermark(): void {
    // Rows are shown as they come.
  }

  prepareSnapshot(): void {
    this.#showLatest();
  }

  snapshot(): null {
    return null;
  }

  finish(): void {
    this.#showLatest();
  }

  notifyCheckpointComplete(): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(): void {
    // What people have seen is not taken back.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #showLatest(): void {
    if (this.#skipped === 0) return;
    const { logger, uid, subtask, report } = this.#context;
    report(this.#latest);
    const left = this.#skipped - this.#latest.length;
    if (left > 0)
      logger.log('debug', 'print left out rows that came too fast to be read.', { uid, subtask, rows: left });
    this.#latest = [];
    this.#skipped = 0;
  }
}

function rowsBetween({ schema, columns }: RecordBatch, from: number, to: number): Row[] {
  return Array.from({ length: to - from }, (_, at) =>
    Object.fromEntries(
      columns.map((column, index) => [schema[index]?.name ?? '', valueOf(column, from + at)] as const),
    ),
  );
}

export const printFactory: SinkFactory = {
  type: 'print',
  lists: [],
  create: (operator, context) => {
    invariant(operator.type === 'print', 'The factory of print makes only print.', { type: operator.type });
    return new PrintSink(operator, context);
  },
};
