export { describeCheckpointStorage } from './conformance/checkpoint-storage-conformance.ts';
export {
  epoch,
  manifestOf,
  publishSnapshot,
  testJob,
  testRun,
  writeStateFile,
} from './conformance/checkpoint-storage-world.ts';
export type { CheckpointStorageWorld } from './conformance/checkpoint-storage-world.ts';
export { describeStateBackend } from './conformance/state-backend-conformance.ts';
