import type { ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { allocateColumn } from './allocate-batch.ts';
import type { Column, Utf8Column } from './column.ts';
import { batchRowsMax, type RecordBatch } from './record-batch.ts';
import { Utf8Builder } from './utf8-builder.ts';

/**
 * A batch of rows that are objects: for `elements` and tests, not for a hot path. Values have been checked against the schema
 * before; a missing one is null. At most {@link batchRowsMax} rows.
 */
export function batchOf(
  schema: readonly ColumnSchema[],
  rows: readonly Readonly<Record<string, unknown>>[],
): RecordBatch {
  invariant(rows.length <= batchRowsMax, 'A batch has too many rows.', { rows: rows.length, batchRowsMax });
  const columns = schema.map((column) => columnOf(column, rows));
  return { schema, rowCount: rows.length, columns, keyHashes: null };
}

function columnOf(schema: ColumnSchema, rows: readonly Readonly<Record<string, unknown>>[]): Column {
  const values = rows.map((row) => (Object.hasOwn(row, schema.name) ? (row[schema.name] ?? null) : null));
  const column = allocateColumn(schema, { rows: Math.max(1, rows.length), textBytes: 0 });
  values.forEach((value, row) => {
    if (value !== null) return;
    invariant(column.nulls !== null, 'A column that is not nullable has a null.', { column: schema.name, row });
    column.nulls[row] = 1;
  });
  if (column.kind === 'utf8') return { ...textColumnOf(values), nulls: column.nulls };
  values.forEach((value, row) => {
    if (value !== null) column.values[row] = Number(value);
  });
  return column;
}

function textColumnOf(values: readonly unknown[]): Utf8Column {
  const builder = new Utf8Builder(Math.max(1, values.length));
  for (const value of values) {
    if (value === null) builder.appendEmpty();
    else builder.appendText(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return builder.column;
}
