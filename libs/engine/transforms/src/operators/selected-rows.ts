import {
  allocateBatch,
  batchRowsMax,
  type Column,
  copySelectedRows,
  type RecordBatch,
  reserveText,
  type RowRange,
} from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';

/** A batch of its own into which selected rows of other batches are copied; its arrays are used again each time. */
export class SelectedRows {
  readonly #batch: RecordBatch;
  /** The batch's columns with their own nulls, which a batch without nulls does not show. */
  readonly #columns: readonly Column[];
  readonly #shown: Column[];

  constructor(schema: readonly ColumnSchema[]) {
    const { columns } = allocateBatch(schema, { rows: batchRowsMax, textBytes: batchRowsMax * 16 });
    this.#columns = columns;
    this.#shown = columns.map((column) => ({ ...column }));
    this.#batch = { schema, rowCount: 0, columns: this.#shown, keyHashes: null };
  }

  /** The rows `selection[from .. to)` of these columns, at most batchRowsMax; lent until the next call. */
  copy(sources: readonly Column[], selection: Int32Array, { from, to }: RowRange): RecordBatch {
    for (let index = 0; index < this.#columns.length; index += 1) {
      const source = sources[index];
      const column = this.#columns[index];
      const shown = this.#shown[index];
      if (source === undefined || column === undefined || shown === undefined) continue;
      if (source.kind === 'utf8' && column.kind === 'utf8' && shown.kind === 'utf8') {
        reserveText(column, selectedTextBytes(source.offsets, selection, { from, to }), 0);
        shown.bytes = column.bytes;
      }
      copySelectedRows(source, { column, at: 0 }, { selection, from, to });
      shown.nulls = source.nulls === null ? null : column.nulls;
    }
    this.#batch.rowCount = to - from;
    return this.#batch;
  }
}

function selectedTextBytes(offsets: Int32Array, selection: Int32Array, { from, to }: RowRange): number {
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const row = selection[index] as number;
    bytes += (offsets[row + 1] as number) - (offsets[row] as number);
  }
  return bytes;
}
