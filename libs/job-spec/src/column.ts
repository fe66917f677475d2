/** Logical type of a column. BIGINT and TIMESTAMP (epoch milliseconds) are doubles that hold integers within ±2^53. */
export const columnTypes = ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'TIMESTAMP'] as const;
export type ColumnType = (typeof columnTypes)[number];

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}
