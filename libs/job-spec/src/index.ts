export { columnTypes } from './column.ts';
export type { ColumnSchema, ColumnType } from './column.ts';
export { defaultSalt, dictionaryWord, fmix32 } from './operators/built-in-dictionary.ts';
export type { DatagenSpec, Generator, GeneratorColumn, GeneratorSpec } from './operators/datagen.ts';
/** Provisional until the schema lands. */
export type JobSpec = Readonly<Record<string, unknown>> & { readonly name: string };
