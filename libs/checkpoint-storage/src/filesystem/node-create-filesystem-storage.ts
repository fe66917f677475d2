import { randomUUID } from 'node:crypto';
import type { SnapshotFileStore } from '@weir/engine-core';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import type { IdSource } from '@weir/kernel';
import { FilesystemFileStore } from './filesystem-file-store.ts';
import { FilesystemStorage, type FilesystemStorageOptions } from './filesystem-storage.ts';

const randomIds: IdSource = { uuid: () => randomUUID() };

/** The filesystem storage on the machine's own files. */
export function createFilesystemStorage(
  options: Omit<FilesystemStorageOptions, 'fileSystem' | 'ids'>,
): FilesystemStorage {
  return new FilesystemStorage({ ...options, fileSystem: nodeFileSystem, ids: randomIds });
}

/** What the threads of a job write with, on the machine's own files; with `inlineBytesMax` 0 each file is made. */
export function createFilesystemFileStore(inlineBytesMax = 0): SnapshotFileStore {
  return new FilesystemFileStore({ fileSystem: nodeFileSystem, ids: randomIds, inlineBytesMax });
}
