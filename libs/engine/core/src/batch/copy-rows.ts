import { invariant } from '@weir/kernel';
import { allocateColumn, textSlackBytes } from './allocate-batch.ts';
import type { Column, Utf8Column } from './column.ts';
import { copySelectedTexts, copyTextRange, type RowRange } from './copy-text.ts';
import type { RecordBatch } from './record-batch.ts';

/** A column and the row of it at which copied rows begin. There must be room; texts need `textSlackBytes` more. */
export interface ColumnTarget {
  readonly column: Column;
  readonly at: number;
}

/** Copies the rows `selection[from .. to)` of a column into another of the same type. */
export function copySelectedRows(
  source: Column,
  { column, at }: ColumnTarget,
  { selection, from, to }: RowRange & { readonly selection: Int32Array },
): void {
  switch (source.kind) {
    case 'int32':
      if (column.kind === 'int32') gatherInt32(source.values, column.values, { selection, from, to, at });
      break;
    case 'float64':
      if (column.kind === 'float64') gatherFloat64(source.values, column.values, { selection, from, to, at });
      break;
    case 'bool':
      if (column.kind === 'bool') gatherBytes(source.values, column.values, { selection, from, to, at });
      break;
    case 'utf8':
      if (column.kind === 'utf8') copySelectedTexts(textCopy(source, column, at), selection, { from, to });
      break;
  }
  invariant(source.kind === column.kind, 'Rows go into a column of another type.', {
    from: source.kind,
    to: column.kind,
  });
  if (column.nulls === null) return;
  if (source.nulls === null) column.nulls.fill(0, at, at + to - from);
  else gatherBytes(source.nulls, column.nulls, { selection, from, to, at });
}

/** Copies the rows `from` to `to - 1` of a column into another of the same type. */
export function copyRowRange(source: Column, { column, at }: ColumnTarget, { from, to }: RowRange): void {
  invariant(source.kind === column.kind, 'Rows go into a column of another type.', {
    from: source.kind,
    to: column.kind,
  });
  if (source.kind === 'utf8') {
    if (column.kind === 'utf8') copyTextRange(textCopy(source, column, at), { from, to });
  } else if (column.kind !== 'utf8') column.values.set(source.values.subarray(from, to), at);
  if (column.nulls === null) return;
  if (source.nulls === null) column.nulls.fill(0, at, at + to - from);
  else column.nulls.set(source.nulls.subarray(from, to), at);
}

/** A copy of all rows that belongs to the caller. */
export function copyBatch(batch: RecordBatch): RecordBatch {
  const { rowCount, schema } = batch;
  const columns = batch.columns.map((source, index) => {
    const textBytes = source.kind === 'utf8' ? (source.offsets[rowCount] as number) - (source.offsets[0] as number) : 0;
    const schemaOf = schema[index];
    invariant(schemaOf !== undefined, 'A batch has more columns than its schema.', { index });
    const column = allocateColumn(schemaOf, { rows: rowCount, textBytes });
    copyRowRange(source, { column, at: 0 }, { from: 0, to: rowCount });
    return column;
  });
  return { schema, rowCount, columns, keyHashes: batch.keyHashes === null ? null : batch.keyHashes.slice(0, rowCount) };
}

/** Makes a text column's bytes hold so many, keeping the first `kept` of them. */
export function reserveText(column: Utf8Column, textBytes: number, kept: number): void {
  if (column.bytes.length >= textBytes + textSlackBytes) return;
  const grown = new Uint8Array(Math.max(textBytes, column.bytes.length * 2) + textSlackBytes);
  grown.set(column.bytes.subarray(0, kept));
  column.bytes = grown;
}

interface Gather extends RowRange {
  readonly selection: Int32Array;
  readonly at: number;
}

// One function for each array type: a loop that meets several is several times slower.

export function gatherInt32(source: Int32Array, target: Int32Array, { selection, from, to, at }: Gather): void {
  for (let s = from, row = at; s < to; s += 1, row += 1) target[row] = source[selection[s] as number] as number;
}

function gatherFloat64(source: Float64Array, target: Float64Array, { selection, from, to, at }: Gather): void {
  for (let s = from, row = at; s < to; s += 1, row += 1) target[row] = source[selection[s] as number] as number;
}

function gatherBytes(source: Uint8Array, target: Uint8Array, { selection, from, to, at }: Gather): void {
  for (let s = from, row = at; s < to; s += 1, row += 1) target[row] = source[selection[s] as number] as number;
}

function textCopy(source: Utf8Column, target: Utf8Column, at: number): Parameters<typeof copyTextRange>[0] {
  return {
    offsets: source.offsets,
    bytes: source.bytes,
    targetOffsets: target.offsets,
    targetBytes: target.bytes,
    at,
  };
}
