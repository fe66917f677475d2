import type { Column, RecordBatch } from '@weir/engine-core';
import type { ColumnSchema, FileFormat } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';
import {
  BigintCell,
  BoolCell,
  CsvTextCell,
  DoubleCell,
  IntCell,
  JsonTextCell,
  TimestampCell,
  type CellWriter,
} from './cell-writers.ts';
import type { RowBuffer } from './row-buffer.ts';

const encoder = new TextEncoder();

interface EncodedColumn {
  readonly before: Uint8Array;
  readonly cell: CellWriter;
}

/** Writes rows as text, straight from the columns. */
export class RowEncoder {
  /** What every file begins with. */
  readonly header: Uint8Array;
  readonly #columns: readonly EncodedColumn[];
  readonly #nullText: Uint8Array;
  readonly #after: Uint8Array;
  /** Bytes of a row besides its cells. */
  readonly #frameBytes: number;

  constructor(schema: readonly ColumnSchema[], format: FileFormat) {
    const isJson = format === 'jsonl';
    this.header = isJson ? new Uint8Array(0) : encoder.encode(`${schema.map(({ name }) => csvName(name)).join()}\n`);
    this.#columns = schema.map((column, index) => ({
      before: encoder.encode(
        isJson ? `${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:` : index === 0 ? '' : ',',
      ),
      cell: cellOf(column, format),
    }));
    this.#nullText = encoder.encode(isJson ? 'null' : csvNull(schema));
    this.#after = encoder.encode(isJson ? '}\n' : '\n');
    this.#frameBytes = this.#columns.reduce(
      (sum, { before }) => sum + before.length + this.#nullText.length,
      this.#after.length,
    );
  }

  /** Encodes rows from `from` on until the buffer holds `bytesEnough`, and returns the row that comes next. */
  encode(
    batch: RecordBatch,
    from: number,
    target: { readonly buffer: RowBuffer; readonly bytesEnough: number },
  ): number {
    const { buffer, bytesEnough } = target;
    const columns = this.#columns;
    for (let index = 0; index < columns.length; index += 1) {
      (columns[index] as EncodedColumn).cell.bind(batch.columns[index] as Column);
    }
    let row = from;
    while (row < batch.rowCount && buffer.end < bytesEnough) {
      this.#encodeRow(batch, row, buffer);
      row += 1;
    }
    return row;
  }

  #encodeRow(batch: RecordBatch, row: number, buffer: RowBuffer): void {
    const columns = this.#columns;
    let bytesMax = this.#frameBytes;
    for (let index = 0; index < columns.length; index += 1) {
      bytesMax += (columns[index] as EncodedColumn).cell.bytesMax(row);
    }
    buffer.reserve(bytesMax);
    const { bytes } = buffer;
    let at = buffer.end;
    for (let index = 0; index < columns.length; index += 1) {
      const { before, cell } = columns[index] as EncodedColumn;
      at = copy(before, bytes, at);
      const { nulls } = batch.columns[index] as Column;
      at = nulls !== null && nulls[row] === 1 ? copy(this.#nullText, bytes, at) : cell.write(row, bytes, at);
    }
    buffer.end = copy(this.#after, bytes, at);
  }
}

function cellOf({ type }: ColumnSchema, format: FileFormat): CellWriter {
  const isJson = format === 'jsonl';
  const textQuote = isJson ? '"' : '';
  switch (type) {
    case 'BOOLEAN':
      return new BoolCell();
    case 'INT':
      return new IntCell();
    case 'BIGINT':
      return new BigintCell();
    case 'DOUBLE':
      return new DoubleCell(textQuote);
    case 'TIMESTAMP':
      return new TimestampCell(textQuote);
    case 'STRING':
      return isJson ? new JsonTextCell() : new CsvTextCell();
    default:
      return assertNever(type);
  }
}

/** Nothing between two commas. Of a single column that would be an empty line, which readers skip: there it is the sign that databases use. */
function csvNull(schema: readonly ColumnSchema[]): string {
  return schema.length === 1 ? String.raw`\N` : '';
}

function csvName(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function copy(text: Uint8Array, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text[index] as number;
  return at + text.length;
}
