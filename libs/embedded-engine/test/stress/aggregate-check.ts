import {
  batchRowsMax,
  KeyHasher,
  type KeyedTable,
  type ListState,
  type OperatorContext,
  type Output,
  type RecordBatch,
} from '@weir/engine-core';
import type { AggregateOperator, ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { ColumnReader, placeOf, type BatchCheck } from './batch-check.ts';
import { problemOfUpdate, type Update } from './problem-of-update.ts';
import type { RowShape } from './row-shape.ts';
import { ViolationError } from './violation.ts';

/** Value columns of the check's own table: the key's number, and the rows so far of each source. */
const keyColumn = 0;
const firstCount = 1;

/**
 * What goes into the shipped aggregate and what comes out of it. The check has keyed state of its own beside the aggregate's:
 * how many rows each key has had from each source. The next one is known by that, and so is the aggregate's answer. As list state it keeps how
 * many rows its subtask has taken in all; after a restore at the same parallelism the keyed state must say the same.
 */
export class AggregateCheck implements BatchCheck {
  readonly #context: OperatorContext;
  readonly #shape: RowShape;
  readonly #table: KeyedTable;
  readonly #taken: ListState;
  readonly #hasher: KeyHasher;
  readonly #keyColumns: readonly number[];
  readonly #hashes = new Int32Array(batchRowsMax);
  readonly #slots = new Int32Array(batchRowsMax);
  /** By row of the batch at hand: the counts after it. */
  readonly #counts: readonly [Float64Array, Float64Array] = [
    new Float64Array(batchRowsMax),
    new Float64Array(batchRowsMax),
  ];
  #rows = 0;
  #inputs: Readonly<Record<'s' | 'i' | 'k', ColumnReader>> | null = null;
  #outputs: Readonly<Record<keyof Update, ColumnReader>> | null = null;

  constructor(operator: AggregateOperator, context: OperatorContext, shape: RowShape) {
    const { keyedState, operatorState, uid } = context;
    invariant(keyedState !== null, 'An aggregate has keyed state.', { uid });
    this.#context = context;
    this.#shape = shape;
    this.#keyColumns = operator.keyColumns;
    this.#hasher = new KeyHasher(operator.keyColumns);
    this.#taken = operatorState.list('checked-taken', 'SPLIT');
    const number = (name: string, initial: number) => ({ name, type: 'DOUBLE', nullable: false, initial }) as const;
    this.#table = keyedState.table({
      name: 'checked-counts',
      keyColumns: operator.keyColumns.map((index) => operator.inputColumns[index] as ColumnSchema),
      valueColumns: [number('key', -1), number('first', 0), number('second', 0)],
    });
  }

  /** The output that the aggregate is to emit into. */
  watching(output: Output): Output {
    return {
      emit: (batch) => {
        this.#checkUpdates(batch);
        output.emit(batch);
      },
      emitWatermark: (timestamp) => output.emitWatermark(timestamp),
    };
  }

  open(): void {
    const { size } = this.#table;
    const [keys, first, second] = [keyColumn, firstCount, firstCount + 1].map((column) => this.#table.values(column));
    const seen = new Set<number>();
    for (let slot = 0; slot < size; slot += 1) {
      const key = Number(keys?.[slot]);
      if (!(key >= 0 && key < this.#shape.keys) || seen.has(key))
        throw new ViolationError('state', `${placeOf(this.#context)}: restored key ${key} in slot ${slot} of ${size}`);
      seen.add(key);
      this.#rows += Number(first?.[slot]) + Number(second?.[slot]);
    }
    for (const entry of this.#taken.get()) {
      const [subtask, parallelism, rows] = entry as readonly [number, number, number];
      if (subtask !== this.#context.subtask || parallelism !== this.#context.parallelism || rows === this.#rows)
        continue;
      const found = `the list says ${rows} rows, the keyed state ${this.#rows}`;
      throw new ViolationError('state', `${placeOf(this.#context)}: restored ${found}`);
    }
  }

  take(batch: RecordBatch): void {
    const { s, i, k } = (this.#inputs ??= {
      s: new ColumnReader(batch, 's'),
      i: new ColumnReader(batch, 'i'),
      k: new ColumnReader(batch, 'k'),
    });
    this.#table.locate(batch, this.#keyColumns, this.#hashesOf(batch), this.#slots);
    const keys = this.#table.values(keyColumn);
    const counts = [this.#table.values(firstCount), this.#table.values(firstCount + 1)] as const;
    for (let row = 0; row < batch.rowCount; row += 1) {
      const source = s.number(batch, row) === 0 ? 0 : 1;
      const [number, key, slot] = [i.number(batch, row), k.number(batch, row), this.#slots[row] as number];
      if (keys[slot] === -1) keys[slot] = key;
      const count = counts[source][slot] as number;
      this.#checkRow({ source, number, key, held: keys[slot] as number, expected: key + count * this.#shape.keys });
      counts[source][slot] = count + 1;
      this.#counts[0][row] = counts[0][slot] as number;
      this.#counts[1][row] = counts[1][slot] as number;
    }
    this.#rows += batch.rowCount;
  }

  snapshot(): void {
    const { subtask, parallelism } = this.#context;
    this.#taken.set([[subtask, parallelism, this.#rows]]);
  }

  #checkRow(row: {
    readonly source: number;
    readonly number: number;
    readonly key: number;
    /** Number of the key that the slot of the row's key is for. */
    readonly held: number;
    readonly expected: number;
  }): void {
    const { source, number, key, held, expected } = row;
    const where = `${placeOf(this.#context)}, row s=${source} i=${number} k=${key}`;
    if (held !== key) throw new ViolationError('state', `${where}: the state of its key is that of key ${held}`);
    if (number === expected) return;
    throw new ViolationError(
      number > expected ? 'lost' : 'repeated',
      `${where}: expected i=${expected}, found ${number}`,
    );
  }

  #checkUpdates(batch: RecordBatch): void {
    const columns = (this.#outputs ??= {
      k: new ColumnReader(batch, 'k'),
      n: new ColumnReader(batch, 'n'),
      total: new ColumnReader(batch, 'total'),
      last: new ColumnReader(batch, 'last'),
      second: new ColumnReader(batch, 'second'),
    });
    for (let row = 0; row < batch.rowCount; row += 1) {
      const update: Update = {
        k: columns.k.number(batch, row),
        n: columns.n.number(batch, row),
        total: columns.total.number(batch, row),
        last: columns.last.number(batch, row),
        second: columns.second.number(batch, row),
      };
      const [first, second] = [this.#counts[0][row] as number, this.#counts[1][row] as number];
      const isCounted = update.n === first + second && update.second === second;
      const counted = `expected n=${first + second} second=${second}`;
      const problem = isCounted ? problemOfUpdate(this.#shape, update) : counted;
      if (problem !== null)
        throw new ViolationError('state', `${placeOf(this.#context)}, update ${JSON.stringify(update)}: ${problem}`);
    }
  }

  #hashesOf(batch: RecordBatch): Int32Array {
    if (batch.keyHashes !== null) return batch.keyHashes;
    this.#hasher.hash(batch, this.#hashes);
    return this.#hashes;
  }
}
