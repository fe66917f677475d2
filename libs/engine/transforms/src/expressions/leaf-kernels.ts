import { physicalTypeOf, textSlackBytes, type Column, type RecordBatch } from '@weir/engine-core';
import type { ColumnType } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import { growBytes, growFloat64, growInt32 } from './grow.ts';
import type { Kernel } from './kernel.ts';

/** A column of the input, handed on as it is. */
export class ColumnReferenceKernel implements Kernel {
  column: Column;
  readonly failures = null;
  readonly constantText = null;
  readonly #index: number;

  constructor(index: number, type: ColumnType) {
    this.#index = index;
    this.column = emptyColumn(type);
  }

  evaluate(batch: RecordBatch): void {
    const column = batch.columns[this.#index];
    invariant(column, 'A batch has fewer columns than the expression was typed for.', { index: this.#index });
    this.column = column;
  }
}

/** A number or truth value that is the same for every row; written once, and again only when a batch is greater than any before. */
export class LiteralNumberKernel implements Kernel {
  readonly column: Column;
  readonly failures = null;
  readonly constantText = null;
  readonly #value: number;
  #filledRows = 0;

  constructor(value: number, type: ColumnType) {
    this.#value = value;
    this.column = emptyColumn(type);
  }

  evaluate({ rowCount }: RecordBatch): void {
    if (rowCount <= this.#filledRows) return;
    const { column } = this;
    invariant(column.kind !== 'utf8', 'A number literal is not a text.');
    resizeNumbers(column, rowCount);
    column.values.fill(this.#value);
    this.#filledRows = column.values.length;
  }
}

/** A text that is the same for every row. Most readers take `constantText`; the column is written only when one asks. */
export class LiteralTextKernel implements Kernel {
  readonly column: Extract<Column, { kind: 'utf8' }> = {
    kind: 'utf8',
    offsets: new Int32Array(1),
    bytes: new Uint8Array(textSlackBytes),
    nulls: null,
  };
  readonly failures = null;
  readonly constantText: Uint8Array;
  #filledRows = 0;

  constructor(text: string) {
    this.constantText = new TextEncoder().encode(text);
  }

  evaluate({ rowCount }: RecordBatch): void {
    if (rowCount <= this.#filledRows) return;
    const { length } = this.constantText;
    const bytes = new Uint8Array(rowCount * length + textSlackBytes);
    const offsets = new Int32Array(rowCount + 1);
    for (let row = 0; row < rowCount; row += 1) {
      bytes.set(this.constantText, row * length);
      offsets[row + 1] = (row + 1) * length;
    }
    this.column.bytes = bytes;
    this.column.offsets = offsets;
    this.#filledRows = rowCount;
  }
}

/** NULL of a type, for every row. */
export class LiteralNullKernel implements Kernel {
  readonly column: Column;
  readonly failures = null;
  readonly constantText = null;
  #filledRows = 0;

  constructor(type: ColumnType) {
    this.column = emptyColumn(type);
  }

  evaluate({ rowCount }: RecordBatch): void {
    if (rowCount <= this.#filledRows) return;
    const nulls = growBytes(new Uint8Array(0), rowCount).fill(1);
    this.column.nulls = nulls;
    if (this.column.kind === 'utf8') this.column.offsets = new Int32Array(nulls.length + 1);
    else resizeNumbers(this.column, nulls.length);
    this.#filledRows = nulls.length;
  }
}

/** A column of no rows. */
export function emptyColumn(type: ColumnType): Column {
  const kind = physicalTypeOf(type);
  switch (kind) {
    case 'bool':
      return { kind, values: new Uint8Array(0), nulls: null };
    case 'int32':
      return { kind, values: new Int32Array(0), nulls: null };
    case 'float64':
      return { kind, values: new Float64Array(0), nulls: null };
    case 'utf8':
      return { kind, offsets: new Int32Array(1), bytes: new Uint8Array(textSlackBytes), nulls: null };
    default:
      return assertNever(kind);
  }
}

/** Makes a column of fixed width hold so many rows. */
export function resizeNumbers(column: Exclude<Column, { kind: 'utf8' }>, rows: number): void {
  switch (column.kind) {
    case 'bool':
      column.values = growBytes(column.values, rows);
      break;
    case 'int32':
      column.values = growInt32(column.values, rows);
      break;
    case 'float64':
      column.values = growFloat64(column.values, rows);
      break;
  }
}
