import type { Column } from './column.ts';
import type { RecordBatch } from './record-batch.ts';
import { textOf } from './utf8-builder.ts';

/** What a column's value is in JSON. A double that JSON cannot say is 'NaN', 'Infinity' or '-Infinity'. */
export type RowValue = string | number | boolean | null;
export type Row = Readonly<Record<string, RowValue>>;

/** The value of one row of a column. */
export function valueOf(column: Column, row: number): RowValue {
  if (column.nulls !== null && column.nulls[row] === 1) return null;
  switch (column.kind) {
    case 'bool':
      return column.values[row] === 1;
    case 'int32':
      return column.values[row] as number;
    case 'float64': {
      const value = column.values[row] as number;
      return Number.isFinite(value) ? value : String(value);
    }
    case 'utf8':
      return textOf(column, row);
  }
}

/** The first `rowsMax` rows of a batch as objects, names in the order of the schema. */
export function rowsOf(batch: RecordBatch, rowsMax = batch.rowCount): Row[] {
  const { schema, columns } = batch;
  return Array.from({ length: Math.min(rowsMax, batch.rowCount) }, (_, row) =>
    Object.fromEntries(
      schema.map((column, index): [string, RowValue] => [column.name, valueOf(columns[index] as Column, row)]),
    ),
  );
}
