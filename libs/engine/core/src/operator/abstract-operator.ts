import type { RecordBatch } from '../batch/record-batch.ts';
import type { CheckpointOptions } from '../element/stream-element.ts';
import type { Operator, Output } from './operator.ts';
import type { PollResult, SourceReader } from './source-reader.ts';

/** What an operator or a source does at the hooks that it does not use: nothing. */
abstract class AbstractHooks {
  open(): Promise<void> {
    return Promise.resolve();
  }

  snapshot(_checkpointId: number, _options: CheckpointOptions): (() => Promise<void>) | null {
    return null;
  }

  notifyCheckpointComplete(_checkpointId: number): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(_checkpointId: number): void {
    // What is read back from a snapshot only is not taken back.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An operator that overrides the hooks it uses. Watermarks it passes on; behind a sink nobody hears them. */
export abstract class AbstractOperator extends AbstractHooks implements Operator {
  readonly #output: Output;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  abstract processBatch(batch: RecordBatch, input: number): void;

  processWatermark(timestamp: number): void {
    this.#output.emitWatermark(timestamp);
  }

  prepareSnapshot(_checkpointId: number): void {
    // Nothing is held back.
  }

  finish(): void {
    // Nothing is pending.
  }
}

/** A source that overrides the hooks it uses. */
export abstract class AbstractSourceReader extends AbstractHooks implements SourceReader {
  abstract poll(): PollResult;
}
