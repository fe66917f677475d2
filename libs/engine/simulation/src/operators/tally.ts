import {
  batchRowsMax,
  KeyHasher,
  type Column,
  type JsonValue,
  type KeyedTable,
  type ListState,
  type Operator,
  type OperatorContext,
  type RecordBatch,
} from '@weir/engine-core';
import type { AggregateOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { tallyWeight } from '../world/pipeline.ts';
import { entryOf, type RestoredShare } from './restored-shares.ts';

/** Tallies a subtask begins with: so many that a rescale splits them unevenly. */
const talliesPerSubtask = 3;

/**
 * An operator that holds every kind of state there is, of any number of inputs, and can tell whether all of it came back: rows and a
 * weighed sum for each key in keyed state; the rows again as counts dealt over split entries; what each subtask had in union state;
 * and the checkpoint's id in broadcast state. It emits the key's rows and sum after each row.
 */
export class Tally implements Operator {
  readonly #context: OperatorContext;
  readonly #onRestored: (share: RestoredShare) => void;
  readonly #keyColumns: readonly number[];
  readonly #valueColumn: number;
  readonly #table: KeyedTable;
  readonly #hasher: KeyHasher;
  readonly #counts: ListState;
  readonly #shares: ListState;
  readonly #stamps: ListState;
  readonly #hashes = new Int32Array(batchRowsMax);
  readonly #slots = new Int32Array(batchRowsMax);
  readonly #rows = new Float64Array(batchRowsMax);
  readonly #totals = new Float64Array(batchRowsMax);
  readonly #emitted: RecordBatch;
  /** Rows by split entry. */
  #tallies: { readonly name: string; rows: number }[] = [];
  #next = 0;

  constructor(operator: AggregateOperator, context: OperatorContext, onRestored: (share: RestoredShare) => void) {
    const { keyedState, operatorState } = context;
    invariant(keyedState !== null, 'A tally has keyed state.', { uid: operator.uid });
    this.#context = context;
    this.#onRestored = onRestored;
    this.#keyColumns = operator.keyColumns;
    this.#valueColumn = operator.inputColumns.findIndex(({ name }) => name === 'v');
    this.#hasher = new KeyHasher(operator.keyColumns);
    this.#table = keyedState.table({
      name: 'tally',
      keyColumns: operator.keyColumns.flatMap((index) => operator.inputColumns[index] ?? []),
      valueColumns: [
        { name: 'rows', type: 'BIGINT', nullable: false, initial: 0 },
        { name: 'total', type: 'BIGINT', nullable: false, initial: 0 },
      ],
    });
    this.#counts = operatorState.list('counts', 'SPLIT');
    this.#shares = operatorState.list('shares', 'UNION');
    this.#stamps = operatorState.list('stamps', 'BROADCAST');
    this.#emitted = { schema: operator.columns, rowCount: 0, columns: [], keyHashes: null };
  }

  open(): Promise<void> {
    const { uid, epoch, subtask, parallelism } = this.#context;
    const shares = this.#shares.get();
    this.#tallies = this.#counts.get().map(tallyOf);
    if (shares.length > 0) {
      const counted = this.#counted();
      const stamps = this.#stamps.get();
      this.#onRestored({ uid, epoch, subtask, parallelism, counted, keyed: this.#keyed(), shares, stamps });
    } else {
      const names = Array.from({ length: talliesPerSubtask }, (_, index) => `${subtask}-${index}`);
      this.#tallies = names.map((name) => ({ name, rows: 0 }));
    }
    return Promise.resolve();
  }

  processBatch(batch: RecordBatch, input: number): void {
    const { rowCount, columns } = batch;
    const keys = this.#keyColumns.flatMap((index) => columns[index] ?? []);
    const value = columns[this.#valueColumn];
    invariant(value !== undefined && value.kind !== 'utf8', 'A tally reads v.');
    const hashes = this.#hashesOf(batch);
    this.#table.locate(batch, this.#keyColumns, hashes, this.#slots);
    const rows = this.#table.values(0);
    const totals = this.#table.values(1);
    const weight = tallyWeight(input);
    for (let row = 0; row < rowCount; row += 1) {
      const slot = this.#slots[row] ?? 0;
      rows[slot] = (rows[slot] ?? 0) + 1;
      const isNull = value.nulls !== null && value.nulls[row] === 1;
      totals[slot] = (totals[slot] ?? 0) + (isNull ? 0 : weight * (value.values[row] ?? 0));
      this.#rows[row] = rows[slot];
      this.#totals[row] = totals[slot];
    }
    this.#count(rowCount);
    this.#emit(keys, rowCount);
  }

  processWatermark(timestamp: number): void {
    this.#context.output.emitWatermark(timestamp);
  }

  prepareSnapshot(): void {
    // Nothing is emitted.
  }

  snapshot(checkpointId: number): null {
    const { subtask, parallelism } = this.#context;
    this.#counts.set(this.#tallies.map(({ name, rows }): JsonValue => [name, rows]));
    this.#shares.set([entryOf({ subtask, parallelism, checkpointId, counted: this.#counted(), keyed: this.#keyed() })]);
    this.#stamps.set([checkpointId]);
    return null;
  }

  finish(): void {
    // Every row has been answered.
  }

  notifyCheckpointComplete(): Promise<void> {
    return Promise.resolve();
  }

  notifyCheckpointAborted(): void {
    // State is only read back from a snapshot.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Deals the rows of a batch to one entry after the other; a subtask that was dealt none begins its own. */
  #count(rowCount: number): void {
    if (this.#tallies.length === 0) {
      const { epoch, subtask } = this.#context;
      this.#tallies.push({ name: `${epoch}/${subtask}`, rows: 0 });
    }
    const tally = this.#tallies[this.#next % this.#tallies.length];
    this.#next += 1;
    if (tally !== undefined) tally.rows += rowCount;
  }

  #emit(keys: readonly Column[], rowCount: number): void {
    const columns: Column[] = [
      ...keys,
      { kind: 'float64', values: this.#rows, nulls: null },
      { kind: 'float64', values: this.#totals, nulls: null },
    ];
    this.#context.output.emit({ ...this.#emitted, rowCount, columns });
  }

  #hashesOf(batch: RecordBatch): Int32Array {
    if (batch.keyHashes !== null) return batch.keyHashes;
    this.#hasher.hash(batch, this.#hashes);
    return this.#hashes;
  }

  #counted(): number {
    return this.#tallies.reduce((sum, { rows }) => sum + rows, 0);
  }

  #keyed(): number {
    const rows = this.#table.values(0);
    let sum = 0;
    for (let slot = 0; slot < this.#table.size; slot += 1) sum += rows[slot] ?? 0;
    return sum;
  }
}

function tallyOf(entry: JsonValue): { readonly name: string; rows: number } {
  const [name, rows] = Array.isArray(entry) ? (entry as readonly JsonValue[]) : [];
  invariant(typeof name === 'string' && typeof rows === 'number', 'A tally is a name and a number.', { entry });
  return { name, rows };
}
