export { pruneColumns } from './operators/prune-columns.ts';
export { createTransform, declaredTables } from './operators/transforms.ts';
