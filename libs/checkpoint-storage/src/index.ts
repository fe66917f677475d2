export { FilesystemFileStore, inlineBytesOf } from './filesystem/filesystem-file-store.ts';
export { FilesystemStorage } from './filesystem/filesystem-storage.ts';
export {
  /** @internal */
  createFilesystemFileStore,
  createFilesystemStorage,
} from './filesystem/node-create-filesystem-storage.ts';
