import { type Column, physicalTypeOf, type RecordBatch, textSlackBytes } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { type BatchLayout, type BatchPlacement, type ColumnPlacement, headerWords } from './batch-layout.ts';

/** The batch in a received buffer. Its arrays lie in the buffer and die with it. */
export function readBatch(layout: BatchLayout, buffer: ArrayBuffer): RecordBatch {
  const header = headerOf(layout, buffer);
  const placement = placementOf(layout, buffer, header);
  const rowCount = header[headerWords.rows] as number;
  const columns = layout.schema.map((schema, index) => {
    const column = viewColumn(schema, placement.columns[index] as ColumnPlacement, { buffer, rows: rowCount });
    const hasNulls = header[headerWords.columns + index * headerWords.perColumn + 1] === 1;
    if (!hasNulls) column.nulls = null;
    return column;
  });
  const hasHashes = placement.hashesAt >= 0 && header[headerWords.hasHashes] === 1;
  const keyHashes = hasHashes ? new Int32Array(buffer, placement.hashesAt, rowCount) : null;
  return { schema: layout.schema, rowCount, columns, keyHashes };
}

/** A buffer that is being filled: rows are written into `batch` behind its `rowCount`. */
export interface OpenBatch {
  readonly buffer: ArrayBuffer;
  readonly placement: BatchPlacement;
  readonly batch: RecordBatch;
}

/** Opens a buffer for writing. Without `placement` it is one of the layout's usual size. */
export function openBatch(layout: BatchLayout, buffer: ArrayBuffer, placement = layout.placement): OpenBatch {
  const columns = layout.schema.map((schema, index) => {
    const at = placement.columns[index] as ColumnPlacement;
    const column = viewColumn(schema, at, { buffer, rows: placement.rowCapacity });
    if (column.kind === 'utf8') column.offsets[0] = 0;
    return column;
  });
  const keyHashes = placement.hashesAt < 0 ? null : new Int32Array(buffer, placement.hashesAt, placement.rowCapacity);
  return { buffer, placement, batch: { schema: layout.schema, rowCount: 0, columns, keyHashes } };
}

/** Writes the header: the buffer may be sent. `withNulls[c]`: some row of column c is null. */
export function sealBatch(layout: BatchLayout, open: OpenBatch, withNulls: readonly boolean[]): void {
  const header = headerOf(layout, open.buffer);
  header[headerWords.rows] = open.batch.rowCount;
  header[headerWords.rowCapacity] = open.placement.rowCapacity;
  header[headerWords.hasHashes] = open.placement.hashesAt < 0 ? 0 : 1;
  for (let index = 0; index < layout.schema.length; index += 1) {
    const at = headerWords.columns + index * headerWords.perColumn;
    header[at] = (open.placement.columns[index] as ColumnPlacement).textCapacity;
    header[at + 1] = withNulls[index] === true ? 1 : 0;
  }
}

function headerOf(layout: BatchLayout, buffer: ArrayBuffer): Int32Array {
  return new Int32Array(buffer, 0, headerWords.columns + layout.schema.length * headerWords.perColumn);
}

function placementOf(layout: BatchLayout, buffer: ArrayBuffer, header: Int32Array): BatchPlacement {
  if (buffer.byteLength === layout.bytes) return layout.placement;
  const textCapacities = layout.schema.map(
    (_, index) => header[headerWords.columns + index * headerWords.perColumn] as number,
  );
  return layout.place(header[headerWords.rowCapacity] as number, textCapacities);
}

interface BufferRows {
  readonly buffer: ArrayBuffer;
  readonly rows: number;
}

function viewColumn(schema: ColumnSchema, at: ColumnPlacement, { buffer, rows }: BufferRows): Column {
  const nulls = at.nullsAt < 0 ? null : new Uint8Array(buffer, at.nullsAt, rows);
  const kind = physicalTypeOf(schema.type);
  switch (kind) {
    case 'bool':
      return { kind, values: new Uint8Array(buffer, at.valuesAt, rows), nulls };
    case 'int32':
      return { kind, values: new Int32Array(buffer, at.valuesAt, rows), nulls };
    case 'float64':
      return { kind, values: new Float64Array(buffer, at.valuesAt, rows), nulls };
    case 'utf8':
      return {
        kind,
        offsets: new Int32Array(buffer, at.valuesAt, rows + 1),
        bytes: new Uint8Array(buffer, at.textAt, at.textCapacity + textSlackBytes),
        nulls,
      };
  }
}
