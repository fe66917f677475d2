import { rowsOf, type Operator, type OperatorContext, type RecordBatch, type SinkFactory } from '@weir/engine-core';
import type { PrintOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** So many rows a second are shown at most, whatever the limit: nobody reads faster, and each row becomes an object. */
const rowsPerSecondMax = 2_000;
const windowMs = 1_000;
/** Rows of one call. */
const rowsPerReportMax = 500;

/**
 * Shows rows to people. Of a fast stream it shows a part: at most `limit` rows, and never more than 2 000, in each second.
 * Those left out are counted, and the next row shown is followed by nothing in their place: the tail is a sample, the metrics count all.
 */
export class PrintSink implements Operator {
  readonly #context: OperatorContext;
  readonly #rowsPerWindow: number;
  #windowStart = Number.NEGATIVE_INFINITY;
  #shownInWindow = 0;
  #skipped = 0;

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
      this.#tellSkipped();
    }
    const shown = Math.min(batch.rowCount, this.#rowsPerWindow - this.#shownInWindow, rowsPerReportMax);
    this.#skipped += batch.rowCount - shown;
    if (shown === 0) return;
    this.#shownInWindow += shown;
    this.#context.report(rowsOf(batch, shown));
  }

  processWatermark(): void {
    // Rows are shown as they come.
  }

  prepareSnapshot(): void {
    // Nothing is held back.
  }

  snapshot(): null {
    return null;
  }

  finish(): void {
    this.#tellSkipped();
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

  #tellSkipped(): void {
    if (this.#skipped === 0) return;
    const { logger, uid, subtask } = this.#context;
    logger.log('debug', 'print left out rows that came too fast to be read.', { uid, subtask, rows: this.#skipped });
    this.#skipped = 0;
  }
}

export const printFactory: SinkFactory = {
  type: 'print',
  create: (operator, context) => {
    invariant(operator.type === 'print', 'The factory of print makes only print.', { type: operator.type });
    return new PrintSink(operator, context);
  },
};
