export { createTransform } from './operators/create-transform.ts';
export { pruneColumns } from './operators/prune-columns.ts';
