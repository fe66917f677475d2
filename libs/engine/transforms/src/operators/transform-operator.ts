import { AbstractOperator, type Output, type RecordBatch } from '@weir/engine-core';

/** What a transform does with a batch; its state, if any, lives in the state stores. */
export type ProcessBatch = (batch: RecordBatch, input: number) => void;

/** An operator that only transforms batches. */
export class TransformOperator extends AbstractOperator {
  override readonly processBatch: ProcessBatch;

  constructor(output: Output, processBatch: ProcessBatch) {
    super(output);
    this.processBatch = processBatch;
  }
}
