export { MemoryFileSystem, nodeFileSystem } from '@weir/engine-core/file-system';
export type { FileFault, FileOperation, FileSystem, MemoryFileSystemOptions } from '@weir/engine-core/file-system';
export { FilesystemFileStore, inlineBytesOf } from './filesystem/filesystem-file-store.ts';
export { FilesystemStorage } from './filesystem/filesystem-storage.ts';
export { createFilesystemFileStore, createFilesystemStorage } from './filesystem/node-create-filesystem-storage.ts';
