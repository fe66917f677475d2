import type { Column } from '@weir/engine-core';
import type { RowNumbers } from './split-cursor.ts';

/** Makes one column of a batch. Everything a batch needs is allocated before the first one. */
export interface ColumnKernel {
  /** No row of this column takes more bytes of text. 0 for numbers. */
  readonly textBytesMax: number;
  /** Makes room for so many rows; called once, before the first fill. */
  allocate(rows: number): Column;
  /** Fills the first `count` rows of the allocated column. */
  fill(numbers: RowNumbers, count: number): void;
}
