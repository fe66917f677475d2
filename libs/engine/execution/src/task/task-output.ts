import { maxWatermark, type ControlElement, type Output, type RecordBatch } from '@weir/engine-core';
import type { ExchangeWriter } from '../exchange/exchange-writer.ts';

/** All exchanges behind the last operator of a chain: one for each edge that leaves the vertex, none behind a sink. */
export class TaskOutput implements Output {
  readonly #exchanges: readonly ExchangeWriter[];
  #hasPending = false;

  constructor(exchanges: readonly ExchangeWriter[]) {
    this.#exchanges = exchanges;
  }

  /** Whether every channel has room. The task takes no new input otherwise. */
  get isWritable(): boolean {
    for (const exchange of this.#exchanges) if (!exchange.isWritable) return false;
    return true;
  }

  /** Whether rows were emitted since the last flush; some of them may have left already. */
  get hasPending(): boolean {
    return this.#hasPending;
  }

  emit(batch: RecordBatch): void {
    if (this.#exchanges.length === 0) return;
    this.#hasPending = true;
    for (const exchange of this.#exchanges) exchange.emit(batch);
  }

  /** The end of event time goes with the end of the data, which follows. */
  emitWatermark(timestamp: number): void {
    if (timestamp !== maxWatermark) this.broadcast({ kind: 'watermark', timestamp });
  }

  /** Sends an element to every receiver, behind all rows emitted before. */
  broadcast(element: ControlElement): void {
    this.#hasPending = false;
    for (const exchange of this.#exchanges) exchange.broadcast(element);
  }

  flush(): void {
    this.#hasPending = false;
    for (const exchange of this.#exchanges) exchange.flush();
  }
}
