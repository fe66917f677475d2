import {
  batchRowsMax,
  type Column,
  KeyHasher,
  type KeyedTable,
  type KeyedTableDescriptor,
  type OperatorContext,
  type RecordBatch,
  type TableShape,
  type ValueArray,
} from '@weir/engine-core';
import type { AggregateOperator, AnalyzedAggregate, ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import type { AggregateKernel } from './aggregate-kernel.ts';
import { AverageKernel } from './average-kernel.ts';
import type { ColumnKernel, CompileExpression } from './column-kernel.ts';
import { CountKernel } from './count-kernel.ts';
import { columnsReadBy } from './expression-columns.ts';
import { ExtremumKernel } from './extremum-kernel.ts';
import { LatestRows } from './latest-rows.ts';
import { SumKernel } from './sum-kernel.ts';
import type { ProcessBatch } from './transform-operator.ts';
import type { Transform } from './transform.ts';

/** Name of the keyed state that holds an operator's aggregates. */
const tableName = 'aggregates';

export const aggregate: Transform<AggregateOperator> = {
  create: aggregateBatches,
  tables: (operator) => [aggregateTable(operator)],
  // All aggregates are kept: they are the identity of its state.
  reads: ({ keyColumns, aggregates }) => [
    ...keyColumns,
    ...aggregates.flatMap(({ argument }) => (argument ? [...columnsReadBy(argument.expression)] : [])),
  ],
  prune: (operator, { inputColumns, placeOf, moved }) => {
    const aggregates = operator.aggregates.map((aggregate) => ({
      ...aggregate,
      argument: aggregate.argument && moved(aggregate.argument),
    }));
    const keyColumns = operator.keyColumns.map(placeOf);
    return { operator: { ...operator, inputColumns, keyColumns, aggregates }, kept: [...operator.columns.keys()] };
  },
};

/** Running aggregates for each key: the slots of a batch's keys first, then one loop for each aggregate. */
function aggregateBatches(
  operator: AggregateOperator,
  context: OperatorContext,
  compile: CompileExpression,
): ProcessBatch {
  const aggregation = new Aggregation(operator, context, compile);
  if (operator.emit === 'every-update') return (batch) => context.output.emit(aggregation.update(batch));
  const latest = new LatestRows(operator.columns);
  return (batch) => context.output.emit(latest.of(aggregation.update(batch), aggregation.slots, aggregation.size));
}

/** One aggregate with the expression it reads and its place among the table's value columns. */
interface BoundAggregate {
  readonly kernel: AggregateKernel;
  readonly argument: ColumnKernel | null;
  readonly firstValueColumn: number;
}

class Aggregation {
  /** By row of the last batch: the slot of its key. */
  readonly slots = new Int32Array(batchRowsMax);
  readonly #keyColumns: readonly number[];
  readonly #aggregates: readonly BoundAggregate[];
  readonly #table: KeyedTable;
  readonly #hasher: KeyHasher;
  readonly #hashes = new Int32Array(batchRowsMax);
  readonly #columns: Column[] = [];
  readonly #updated: RecordBatch;

  constructor(operator: AggregateOperator, { keyedState, uid }: OperatorContext, compile: CompileExpression) {
    invariant(keyedState !== null, 'An aggregate has keyed state.', { uid });
    this.#keyColumns = operator.keyColumns;
    this.#hasher = new KeyHasher(operator.keyColumns);
    let firstValueColumn = 0;
    const kernels = operator.aggregates.map(createKernel);
    this.#aggregates = operator.aggregates.map((aggregate, index) => {
      const kernel = kernels[index] as AggregateKernel;
      const bound = { kernel, argument: aggregate.argument && compile(aggregate.argument), firstValueColumn };
      firstValueColumn += kernel.valueColumns.length;
      return bound;
    });
    this.#table = keyedState.table(tableOf(operator, kernels));
    this.#updated = { schema: operator.columns, rowCount: 0, columns: this.#columns, keyHashes: null };
  }

  /** Number of keys. */
  get size(): number {
    return this.#table.size;
  }

  /** Takes a batch in; its keys with the aggregates after each row, lent until the next call. */
  update(batch: RecordBatch): RecordBatch {
    const { rowCount, columns } = batch;
    const { slots } = this;
    const table = this.#table;
    table.locate(batch, this.#keyColumns, this.#hashesOf(batch), slots);
    const { size } = table;
    let next = 0;
    for (const index of this.#keyColumns) {
      this.#columns[next] = columns[index] as Column;
      next += 1;
    }
    for (const { kernel, argument, firstValueColumn } of this.#aggregates) {
      const state: ValueArray[] = kernel.valueColumns.map((_, index) => table.values(firstValueColumn + index));
      const values = argument === null ? null : argument.evaluate(batch);
      this.#columns[next] = kernel.update({ rowCount, slots, size, argument: values, state });
      next += 1;
    }
    this.#updated.rowCount = rowCount;
    return this.#updated;
  }

  #hashesOf(batch: RecordBatch): Int32Array {
    if (batch.keyHashes !== null) return batch.keyHashes;
    this.#hasher.hash(batch, this.#hashes);
    return this.#hashes;
  }
}

/** The keyed table that an aggregate holds its state in, known before it runs. */
function aggregateTable(operator: AggregateOperator): TableShape {
  const { name, keyColumns, valueColumns } = tableOf(operator, operator.aggregates.map(createKernel));
  return {
    name,
    keyColumns,
    valueColumns: valueColumns.map((column) => ({ name: column.name, type: column.type, nullable: column.nullable })),
  };
}

function tableOf(operator: AggregateOperator, kernels: readonly AggregateKernel[]): KeyedTableDescriptor {
  return {
    name: tableName,
    keyColumns: operator.keyColumns.map((index) => operator.inputColumns[index] as ColumnSchema),
    valueColumns: kernels.flatMap(({ valueColumns }) => valueColumns),
  };
}

function createKernel({ column, function: name, argument }: AnalyzedAggregate): AggregateKernel {
  const aggregate = column.name;
  const nullable = argument?.expression.nullable ?? false;
  switch (name) {
    case 'COUNT':
      return new CountKernel(aggregate);
    case 'SUM':
      return new SumKernel({ aggregate, type: column.type === 'DOUBLE' ? 'DOUBLE' : 'BIGINT', nullable });
    case 'AVG':
      return new AverageKernel(aggregate);
    case 'MIN':
    case 'MAX':
      invariant(column.type !== 'STRING', 'The analysis of a spec refuses MIN and MAX of texts.', { aggregate });
      return new ExtremumKernel({ aggregate, function: name, type: column.type, nullable });
  }
}
