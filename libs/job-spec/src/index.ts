export { columnTypes } from './column.ts';
export type { ColumnSchema, ColumnType } from './column.ts';
/** Provisional until the schema lands. */
export type JobSpec = Readonly<Record<string, unknown>> & { readonly name: string };
