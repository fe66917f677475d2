import {
  batchRowsMax,
  type ChannelSender,
  type Column,
  type ControlElement,
  copyRowRange,
  copySelectedRows,
  gatherInt32,
  KeyHasher,
  type Output,
  type RecordBatch,
} from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import type { BatchLayout } from './batch-layout.ts';
import { type OpenBatch, openBatch, sealBatch } from './batch-buffer.ts';
import { fittingRange, fittingSelection, type RowSelection } from './fitting-rows.ts';
import { KeyRouter } from './key-router.ts';

/** Which subtask a row goes to. */
export type Partitioning =
  /** The owner of the key group of the row's key. */
  | { readonly kind: 'HASH'; readonly keyIndexes: readonly number[]; readonly maxParallelism: number }
  /** The one subtask of the same index: there is one sender. */
  | { readonly kind: 'FORWARD' }
  /** Buffer by buffer to the next subtask, beginning at `first`. */
  | { readonly kind: 'REBALANCE'; readonly first: number }
  /** All subtasks. */
  | { readonly kind: 'BROADCAST' };

export interface ExchangeWriterOptions {
  /** Its `carriesHashes` is true for HASH and false otherwise. */
  readonly layout: BatchLayout;
  readonly partitioning: Partitioning;
  /** By index of the receiving subtask. */
  readonly senders: readonly ChannelSender[];
}

/** One receiving subtask: its channel and the buffer being filled for it. */
interface Target {
  readonly sender: ChannelSender;
  open: OpenBatch | null;
  /** By column: whether a null has been written into the open buffer. */
  readonly withNulls: boolean[];
}

/**
 * The end of a chain: copies rows into the buffers of the channels, column by column, and sends full ones. It always takes the
 * whole input batch: where no credit is free it goes on beyond the credits, at most by what one batch fills, and
 * {@link ExchangeWriter.isWritable} says so, upon which the task takes no new input.
 */
export class ExchangeWriter implements Output {
  readonly #layout: BatchLayout;
  readonly #partitioning: Partitioning;
  readonly #targets: readonly Target[];
  readonly #router: KeyRouter | null = null;
  readonly #hasher: KeyHasher | null = null;
  readonly #hashes = new Int32Array(batchRowsMax);
  #next = 0;
  #rowsOut = 0;
  #bytesOut = 0;

  constructor({ layout, partitioning, senders }: ExchangeWriterOptions) {
    invariant(senders.length > 0, 'An exchange has no receiver.');
    invariant(layout.carriesHashes === (partitioning.kind === 'HASH'), 'Hashes travel where rows go by hash.');
    invariant(partitioning.kind !== 'FORWARD' || senders.length === 1, 'FORWARD has one receiver.');
    this.#layout = layout;
    this.#partitioning = partitioning;
    this.#targets = senders.map((sender) => ({ sender, open: null, withNulls: layout.schema.map(() => false) }));
    if (partitioning.kind === 'REBALANCE') this.#next = partitioning.first % senders.length;
    if (partitioning.kind === 'HASH') {
      this.#hasher = new KeyHasher(partitioning.keyIndexes);
      this.#router = new KeyRouter({ maxParallelism: partitioning.maxParallelism, parallelism: senders.length });
    }
  }

  /** Rows taken so far; a broadcast row counts once for each receiver. */
  get rowsOut(): number {
    return this.#rowsOut;
  }

  /** Bytes of the buffers sent so far, as far as they were filled. */
  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Whether every channel has a free credit. Channels have at least two, as one may lie in the open buffer. */
  get isWritable(): boolean {
    for (const { sender } of this.#targets) if (!sender.isWritable) return false;
    return true;
  }

  emit(batch: RecordBatch): void {
    if (batch.rowCount === 0) return;
    switch (this.#partitioning.kind) {
      case 'HASH':
        this.#emitByHash(batch);
        break;
      case 'FORWARD':
        this.#appendRange(this.#targets[0] as Target, batch);
        break;
      case 'REBALANCE':
        this.#emitRoundRobin(batch);
        break;
      case 'BROADCAST':
        for (const target of this.#targets) this.#appendRange(target, batch);
        break;
    }
  }

  /** Behind all rows emitted before, to every receiver. */
  emitWatermark(timestamp: number): void {
    this.broadcast({ kind: 'watermark', timestamp });
  }

  /** Sends a control element to every receiver, behind all rows emitted before. */
  broadcast(element: ControlElement): void {
    this.flush();
    for (const { sender } of this.#targets) sender.sendControl(element);
  }

  /** Sends the buffers that are partly filled. */
  flush(): void {
    for (const target of this.#targets) if (target.open !== null && target.open.batch.rowCount > 0) this.#send(target);
  }

  #emitByHash(batch: RecordBatch): void {
    const hashes = this.#hashes;
    this.#hasher?.hash(batch, hashes);
    const router = this.#router;
    if (router === null || this.#targets.length === 1) {
      this.#appendRange(this.#targets[0] as Target, batch);
      return;
    }
    router.route(hashes, batch.rowCount);
    for (let index = 0; index < this.#targets.length; index += 1) {
      const rows = { selection: router.selection, from: index * batchRowsMax, to: router.ends[index] as number };
      if (rows.from < rows.to) this.#appendSelection(this.#targets[index] as Target, batch, rows);
    }
  }

  #emitRoundRobin(batch: RecordBatch): void {
    let from = 0;
    while (from < batch.rowCount) {
      const target = this.#targets[this.#next] as Target;
      from = this.#appendSome(target, batch, from);
      if (target.open === null) this.#next = (this.#next + 1) % this.#targets.length;
    }
  }

  #appendRange(target: Target, batch: RecordBatch): void {
    for (let from = 0; from < batch.rowCount;) from = this.#appendSome(target, batch, from);
  }

  /** Copies rows from `from` on into the target's open buffer, and sends it when it is full; returns the first row not copied. */
  #appendSome(target: Target, batch: RecordBatch, from: number): number {
    const open = (target.open ??= this.#openUsual(target));
    const count = fittingRange(open, batch, from);
    if (count === 0) return this.#makeRoom(target, batch, from) ? from + 1 : from;
    const to = from + count;
    const at = open.batch.rowCount;
    for (let index = 0; index < batch.columns.length; index += 1) {
      const source = batch.columns[index] as Column;
      copyRowRange(source, { column: open.batch.columns[index] as Column, at }, { from, to });
      if (source.nulls !== null) target.withNulls[index] = true;
    }
    open.batch.keyHashes?.set(this.#hashes.subarray(from, to), at);
    this.#added(target, open, count);
    return to;
  }

  #appendSelection(target: Target, batch: RecordBatch, { selection, from, to }: RowSelection): void {
    let next = from;
    while (next < to) {
      const open = (target.open ??= this.#openUsual(target));
      const count = fittingSelection(open, batch, { selection, from: next, to });
      if (count === 0) {
        if (this.#makeRoom(target, batch, selection[next] as number)) next += 1;
        continue;
      }
      const rows = { selection, from: next, to: next + count };
      const at = open.batch.rowCount;
      for (let index = 0; index < batch.columns.length; index += 1) {
        const source = batch.columns[index] as Column;
        copySelectedRows(source, { column: open.batch.columns[index] as Column, at }, rows);
        if (source.nulls !== null) target.withNulls[index] = true;
      }
      if (open.batch.keyHashes !== null) gatherInt32(this.#hashes, open.batch.keyHashes, { ...rows, at });
      this.#added(target, open, count);
      next += count;
    }
  }

  #added(target: Target, open: OpenBatch, count: number): void {
    open.batch.rowCount += count;
    this.#rowsOut += count;
    if (open.batch.rowCount === open.placement.rowCapacity) this.#send(target);
  }

  /**
   * The row does not fit into the open buffer. One that holds rows is sent; the row fits into no usual buffer if it does not fit
   * into an empty one, and goes out in one of its own. Returns whether the row is gone.
   */
  #makeRoom(target: Target, batch: RecordBatch, row: number): boolean {
    const usual = target.open;
    if (usual !== null && usual.batch.rowCount > 0) {
      this.#send(target);
      return false;
    }
    const textBytes = batch.columns.map((column) =>
      column.kind === 'utf8' ? (column.offsets[row + 1] as number) - (column.offsets[row] as number) : 0,
    );
    const placement = this.#layout.place(1, textBytes);
    // A buffer's size tells the receiver and the channel's pool whether it is a usual one: this one must not pass for that.
    const bytes = placement.bytes === this.#layout.bytes ? placement.bytes + 8 : placement.bytes;
    target.open = openBatch(this.#layout, target.sender.take(bytes), placement);
    this.#appendSome(target, batch, row);
    target.open = usual;
    return true;
  }

  #openUsual(target: Target): OpenBatch {
    return openBatch(this.#layout, target.sender.take());
  }

  #send(target: Target): void {
    const { open } = target;
    if (open === null) return;
    sealBatch(this.#layout, open, target.withNulls);
    target.withNulls.fill(false);
    target.open = null;
    this.#bytesOut += filledBytes(open.batch);
    target.sender.sendBuffer(open.buffer);
  }
}

function filledBytes({ columns, rowCount }: RecordBatch): number {
  let bytes = 0;
  for (const column of columns) {
    if (column.kind === 'utf8') bytes += rowCount * 4 + (column.offsets[rowCount] as number);
    else bytes += rowCount * column.values.BYTES_PER_ELEMENT;
  }
  return bytes;
}
