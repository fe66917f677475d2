import type { ColumnSchema } from '@weir/job-spec';
import { type Column, physicalTypeOf } from './column.ts';
import type { RecordBatch } from './record-batch.ts';

/**
 * Bytes that lie allocated behind the last text of a column. Kernels read and write texts in words of four bytes, so they may
 * touch up to three bytes behind a text; a column without them is read byte by byte.
 */
export const textSlackBytes = 8;

export interface BatchCapacity {
  readonly rows: number;
  /** For each STRING column, bytes without {@link textSlackBytes}. */
  readonly textBytes: number;
}

/** An empty column of that capacity; a nullable one has its null bytes, all 0. */
export function allocateColumn(schema: ColumnSchema, capacity: BatchCapacity): Column {
  const nulls = schema.nullable ? new Uint8Array(capacity.rows) : null;
  const kind = physicalTypeOf(schema.type);
  switch (kind) {
    case 'bool':
      return { kind, values: new Uint8Array(capacity.rows), nulls };
    case 'int32':
      return { kind, values: new Int32Array(capacity.rows), nulls };
    case 'float64':
      return { kind, values: new Float64Array(capacity.rows), nulls };
    case 'utf8':
      return {
        kind,
        offsets: new Int32Array(capacity.rows + 1),
        bytes: new Uint8Array(capacity.textBytes + textSlackBytes),
        nulls,
      };
  }
}

/** An empty batch whose columns hold so many rows and, for each STRING column, so many bytes of text. */
export function allocateBatch(schema: readonly ColumnSchema[], capacity: BatchCapacity): RecordBatch {
  return { schema, rowCount: 0, columns: schema.map((column) => allocateColumn(column, capacity)), keyHashes: null };
}
