import type { RecordBatch } from '@weir/engine-core';

/** Bytes that the rows of a batch fill, nulls and hashes not counted. */
export function batchBytes({ columns, rowCount }: RecordBatch): number {
  let bytes = 0;
  for (const column of columns) {
    if (column.kind === 'utf8') bytes += rowCount * 4 + (column.offsets[rowCount] ?? 0) - (column.offsets[0] ?? 0);
    else bytes += rowCount * column.values.BYTES_PER_ELEMENT;
  }
  return bytes;
}
