import type { CheckpointOptions, Operator, Output, RecordBatch } from '@weir/engine-core';

/** What a transform does with a batch; its state, if any, lives in the state stores. */
export type ProcessBatch = (batch: RecordBatch, input: number) => void;

/** An operator that only transforms batches: it passes watermarks on, and has nothing to open, finish or commit. */
export class TransformOperator implements Operator {
  readonly processBatch: ProcessBatch;
  readonly #output: Output;

  constructor(output: Output, processBatch: ProcessBatch) {
    this.#output = output;
    this.processBatch = processBatch;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  processWatermark(timestamp: number): void {
    this.#output.emitWatermark(timestamp);
  }

  prepareSnapshot(_checkpointId: number): void {}

  snapshot(_checkpointId: number, _options: CheckpointOptions): null {
    return null;
  }

  finish(): void {}

  notifyCheckpointComplete(_checkpointId: number): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(_checkpointId: number): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
