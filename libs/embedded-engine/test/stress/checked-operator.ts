import type { CheckpointOptions, Operator, OperatorContext, RecordBatch } from '@weir/engine-core';
import type { BatchCheck } from './batch-check.ts';
import { injectedError, type FaultSwitch } from './fault-switch.ts';

export interface CheckedOperatorOptions {
  readonly inner: Operator;
  readonly check: BatchCheck | null;
  readonly faults: FaultSwitch;
  readonly context: OperatorContext;
  /** Number of the operator among those of the job. */
  readonly operator: number;
}

/** A shipped operator whose input is checked, and whose task throws at a row when the host has armed that. */
export class CheckedOperator implements Operator {
  readonly #options: CheckedOperatorOptions;

  constructor(options: CheckedOperatorOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    this.#options.check?.open();
    await this.#options.inner.open();
  }

  processBatch(batch: RecordBatch, input: number): void {
    const { inner, check, faults } = this.#options;
    const failure = this.#failureWithin(batch.rowCount);
    // Every other time the batch has gone on before the task fails.
    if (failure !== null && failure.row % 2 === 0) throw failure.error;
    if (check !== null) {
      check.take(batch);
      faults.addChecked(batch.rowCount);
    }
    inner.processBatch(batch, input);
    if (failure !== null) throw failure.error;
  }

  processWatermark(timestamp: number): void {
    this.#options.inner.processWatermark(timestamp);
  }

  prepareSnapshot(checkpointId: number): void {
    this.#options.inner.prepareSnapshot(checkpointId);
  }

  snapshot(checkpointId: number, options: CheckpointOptions): (() => Promise<void>) | null {
    this.#options.check?.snapshot();
    return this.#options.inner.snapshot(checkpointId, options);
  }

  finish(): void {
    this.#options.inner.finish();
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    return this.#options.inner.notifyCheckpointComplete(checkpointId);
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.#options.inner.notifyCheckpointAborted(checkpointId);
  }

  close(): Promise<void> {
    return this.#options.inner.close();
  }

  #failureWithin(rows: number): { readonly row: number; readonly error: Error } | null {
    const { faults, operator, context } = this.#options;
    const left = faults.rowsToThrow(operator, context.subtask);
    if (left === null) return null;
    faults.countDownThrow(rows);
    return left > rows ? null : { row: left, error: injectedError(`${context.uid} throws at row ${left} of a batch`) };
  }
}
