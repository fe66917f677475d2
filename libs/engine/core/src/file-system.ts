export { isSystemError, systemCodeOf } from './file-system/file-system-error.ts';
export type { FileSystem, FolderEntry, ReadableFile, WritableFile } from './file-system/file-system.ts';
export { makeFolders } from './file-system/make-folders.ts';
export { MemoryFileSystem } from './file-system/memory-file-system.ts';
export type { FileFault, FileOperation, MemoryFileSystemOptions } from './file-system/memory-file-system.ts';
export { nodeFileSystem } from './file-system/node-file-system.ts';
