import type { ColumnSchema } from '@weir/job-spec';
import type { Column } from './column.ts';

/**
 * Rows as columns. A batch that is handed to a call is lent: it is valid until that call returns, and its arrays may be
 * filled anew afterwards. Who wants to keep rows copies them. The receiver does not write into it.
 */
export interface RecordBatch {
  readonly schema: readonly ColumnSchema[];
  /** 0 to {@link batchRowsMax}. */
  rowCount: number;
  /** In the order of the schema. */
  readonly columns: readonly Column[];
  /** Hash of each row's key (see keys/), where an exchange by key has computed it; it travels with the batch. */
  keyHashes: Int32Array | null;
}

/** No batch has more rows. */
export const batchRowsMax = 8192;
/** Sources and exchanges aim at this many. */
export const batchRowsTarget = 4096;
