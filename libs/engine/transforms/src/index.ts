export { createTransform } from './operators/create-transform.ts';
export { declaredTables } from './operators/declared-tables.ts';
export { pruneColumns } from './operators/prune-columns.ts';
