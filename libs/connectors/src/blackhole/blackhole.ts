import type { Operator, RecordBatch, SinkFactory } from '@weir/engine-core';
import { invariant } from '@weir/kernel';

/** Drops rows. The engine counts what every operator receives, so there is nothing to count here. */
class BlackholeSink implements Operator {
  open(): Promise<void> {
    return Promise.resolve();
  }

  processBatch(_batch: RecordBatch): void {
    // That is the point.
  }

  processWatermark(): void {
    // Nothing follows it.
  }

  prepareSnapshot(): void {
    // Nothing is held back.
  }

  snapshot(): null {
    return null;
  }

  finish(): void {
    // Nothing is pending.
  }

  notifyCheckpointComplete(): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(): void {
    // Nothing depends on a checkpoint.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export const blackholeFactory: SinkFactory = {
  type: 'blackhole',
  lists: [],
  create: (operator) => {
    invariant(operator.type === 'blackhole', 'The factory of blackhole makes only blackhole.', { type: operator.type });
    return new BlackholeSink();
  },
};
