import type { ColumnType } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';

/** How a logical type lies in memory. */
export type PhysicalType = 'bool' | 'int32' | 'float64' | 'utf8';

/** One byte a row: 1 marks a null, whose value in the column is unspecified. `null` instead of bytes: no row is null. */
export type NullBytes = Uint8Array | null;

export interface BoolColumn {
  readonly kind: 'bool';
  /** 0 or 1. */
  values: Uint8Array;
  nulls: NullBytes;
}

export interface Int32Column {
  readonly kind: 'int32';
  values: Int32Array;
  nulls: NullBytes;
}

export interface Float64Column {
  readonly kind: 'float64';
  values: Float64Array;
  nulls: NullBytes;
}

export interface Utf8Column {
  readonly kind: 'utf8';
  /** Row r is bytes[offsets[r] .. offsets[r + 1]): one offset more than rows; the first need not be 0. */
  offsets: Int32Array;
  bytes: Uint8Array;
  nulls: NullBytes;
}

/** Arrays may be longer than the batch has rows. */
export type Column = BoolColumn | Int32Column | Float64Column | Utf8Column;

export function physicalTypeOf(type: ColumnType): PhysicalType {
  switch (type) {
    case 'BOOLEAN':
      return 'bool';
    case 'INT':
      return 'int32';
    case 'BIGINT':
    case 'DOUBLE':
    case 'TIMESTAMP':
      return 'float64';
    case 'STRING':
      return 'utf8';
    default:
      return assertNever(type);
  }
}
