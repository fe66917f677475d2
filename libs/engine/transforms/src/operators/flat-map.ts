import {
  batchRowsMax,
  batchRowsTarget,
  type Column,
  type Output,
  type RecordBatch,
  type Utf8Column,
} from '@weir/engine-core';
import type { FlatMapOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { chooseSplitter } from './choose-splitter.ts';
import { SelectedRows } from './selected-rows.ts';
import { TextParts, type TextSplitter } from './text-parts.ts';
import type { ProcessBatch } from './transform-operator.ts';
import { pick, type Transform } from './transform.ts';

export const flatMap: Transform<FlatMapOperator> = {
  create: (operator, { output }) => splitBatches(operator, output),
  reads: ({ splitColumn, keptColumns }, required) => [
    splitColumn,
    ...keptColumns.filter((_, index) => required.has(index)),
  ],
  prune: (operator, { required, inputColumns, placeOf }) => {
    const part = operator.keptColumns.length;
    const kept = [...new Set([...required, part])];
    const keptColumns = kept
      .filter((index) => index !== part)
      .map((index) => placeOf(operator.keptColumns[index] as number));
    const columns = pick(operator.columns, kept);
    const splitColumn = placeOf(operator.splitColumn);
    return { operator: { ...operator, inputColumns, columns, splitColumn, keptColumns }, kept };
  },
};

/** One row for each part of a text, with the kept columns of its row. */
function splitBatches(operator: FlatMapOperator, output: Output): ProcessBatch {
  const splitter = chooseSplitter(operator.separator, operator);
  const parts = new TextParts({ tracksRows: operator.keptColumns.length > 0 });
  const emission = new PartEmission(operator, output, parts);
  return (batch) => {
    const texts = batch.columns[operator.splitColumn];
    invariant(texts?.kind === 'utf8', 'Only texts are split.', { column: operator.splitColumn });
    for (let row = 0; row < batch.rowCount;) {
      parts.reset();
      row = splitSome(splitter, parts, { texts, row, rowCount: batch.rowCount });
      emission.emit(batch);
    }
  };
}

/** Splits whole texts until there are enough parts for a batch; returns the next row. */
function splitSome(
  splitter: TextSplitter,
  parts: TextParts,
  rows: { readonly texts: Utf8Column; readonly row: number; readonly rowCount: number },
): number {
  const { texts, rowCount } = rows;
  const { nulls } = texts;
  let { row } = rows;
  for (; row < rowCount && parts.count < batchRowsTarget; row += 1) {
    if (nulls === null || nulls[row] === 0) splitter.split(texts, row, parts);
  }
  return row;
}

/** Emits the collected parts as batches that are views of them: one, unless a single text had more parts than a batch has rows. */
class PartEmission {
  readonly #output: Output;
  readonly #parts: TextParts;
  readonly #keptColumns: readonly number[];
  readonly #kept: SelectedRows;
  readonly #part: Utf8Column;
  readonly #columns: Column[];
  readonly #batch: RecordBatch;

  constructor(operator: FlatMapOperator, output: Output, parts: TextParts) {
    this.#output = output;
    this.#parts = parts;
    this.#keptColumns = operator.keptColumns;
    this.#kept = new SelectedRows(operator.columns.slice(0, operator.keptColumns.length));
    this.#part = { ...parts.builder.column };
    this.#columns = [];
    this.#batch = { schema: operator.columns, rowCount: 0, columns: this.#columns, keyHashes: null };
  }

  emit(input: RecordBatch): void {
    const { builder, sourceRows, count } = this.#parts;
    const sources = this.#keptColumns.map((index) => input.columns[index] as Column);
    for (let from = 0; from < count; from += batchRowsMax) {
      const to = Math.min(count, from + batchRowsMax);
      this.#part.offsets = from === 0 ? builder.column.offsets : builder.column.offsets.subarray(from, to + 1);
      this.#part.bytes = builder.column.bytes;
      if (sources.length > 0) {
        this.#kept
          .copy(sources, sourceRows, { from, to })
          .columns.forEach((column, index) => (this.#columns[index] = column));
      }
      this.#columns[sources.length] = this.#part;
      this.#batch.rowCount = to - from;
      this.#output.emit(this.#batch);
    }
  }
}
