import type { Operator, Output, RecordBatch } from '@weir/engine-core';
import { taskFailure } from '../engine-error.ts';
import type { OperatorCounters } from './operator-counters.ts';

/** The output of an operator whose rows go straight into the next operator of the chain. */
export class ChainOutput implements Output {
  readonly #counters: OperatorCounters;
  readonly #next: { readonly operator: Operator; readonly counters: OperatorCounters; readonly subtask: number };

  constructor(
    counters: OperatorCounters,
    next: { readonly operator: Operator; readonly counters: OperatorCounters; readonly subtask: number },
  ) {
    this.#counters = counters;
    this.#next = next;
  }

  emit(batch: RecordBatch): void {
    if (batch.rowCount === 0) return;
    this.#counters.recordsOut += batch.rowCount;
    this.#next.counters.recordsIn += batch.rowCount;
    try {
      this.#next.operator.processBatch(batch, 0);
    } catch (error) {
      throw taskFailure(error, { operatorUid: this.#next.counters.uid, subtask: this.#next.subtask });
    }
  }

  emitWatermark(timestamp: number): void {
    try {
      this.#next.operator.processWatermark(timestamp);
    } catch (error) {
      throw taskFailure(error, { operatorUid: this.#next.counters.uid, subtask: this.#next.subtask });
    }
  }
}

/** The output of the last operator of a chain: counts, and hands on to the exchanges. A sink's end has none. */
export class ChainEnd implements Output {
  readonly #counters: OperatorCounters;
  readonly #outputs: readonly Output[];

  constructor(counters: OperatorCounters, outputs: readonly Output[]) {
    this.#counters = counters;
    this.#outputs = outputs;
  }

  emit(batch: RecordBatch): void {
    if (batch.rowCount === 0) return;
    this.#counters.recordsOut += batch.rowCount;
    for (const output of this.#outputs) output.emit(batch);
  }

  emitWatermark(timestamp: number): void {
    for (const output of this.#outputs) output.emitWatermark(timestamp);
  }
}
