import {
  AbstractOperator,
  valueOf,
  type OperatorContext,
  type RecordBatch,
  type Row,
  type SinkFactory,
} from '@weir/engine-core';
import type { PrintOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { LatestRows } from './latest-rows.ts';

/** So many rows a second are shown at most, whatever the limit: nobody reads faster, and each row becomes an object. */
const rowsPerSecondMax = 5_000;
const windowMs = 1_000;

/**
 * Shows rows to people. Of a fast stream it shows a part in each second: the first rows as they come, at most `limit` and never more than
 * 5 000, then the latest `limit` before the next second, at its first checkpoint or at the end, so that the tail always ends with the end of
 * the stream. Those left out are counted in the log; the metrics count all.
 */
export class PrintSink extends AbstractOperator {
  readonly #context: OperatorContext;
  readonly #rowsPerWindow: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #shownInWindow = 0;
  #skipped = 0;
  readonly #latest: LatestRows;
  /** A checkpoint has shown the latest rows within this second: with quick ones that would be too many. */
  #hasShownLatest = false;

  constructor(operator: PrintOperator, context: OperatorContext) {
    super(context.output);
    this.#context = context;
    this.#rowsPerWindow = Math.min(operator.limit, rowsPerSecondMax);
    this.#latest = new LatestRows(operator.limit);
  }

  processBatch(batch: RecordBatch): void {
    this.#turnWindow();
    const shown = Math.min(batch.rowCount, this.#rowsPerWindow - this.#shownInWindow);
    if (shown > 0) {
      this.#shownInWindow += shown;
      this.#context.report(rowsBetween(batch, 0, shown));
    }
    const rest = batch.rowCount - shown;
    if (rest === 0) return;
    this.#skipped += rest;
    this.#latest.add(batch, shown);
  }

  override prepareSnapshot(): void {
    this.#turnWindow();
    if (this.#hasShownLatest || this.#skipped === 0) return;
    this.#showLatest();
    this.#hasShownLatest = true;
  }

  override finish(): void {
    this.#showLatest();
  }

  #turnWindow(): void {
    const now = this.#context.clock.monotonic();
    if (now - this.#windowStart < windowMs) return;
    this.#windowStart = now;
    this.#shownInWindow = 0;
    this.#hasShownLatest = false;
    this.#showLatest();
  }

  #showLatest(): void {
    if (this.#skipped === 0) return;
    const { logger, uid, subtask, report } = this.#context;
    const latest = this.#latest.take().flatMap(({ batch, from }) => rowsBetween(batch, from, batch.rowCount));
    report(latest);
    const left = this.#skipped - latest.length;
    if (left > 0)
      logger.log('debug', 'print left out rows that came too fast to be read.', { uid, subtask, rows: left });
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
