import { basename } from 'node:path/posix';
import { MemoryFileSystem, type MemoryFileSystemOptions } from '@weir/engine-core/file-system';
import type { CheckpointStorageWorld } from '@weir/engine-core/conformance';
import type { IdSource } from '@weir/kernel';
import { FilesystemFileStore } from '../filesystem/filesystem-file-store.ts';
import { FilesystemStorage } from '../filesystem/filesystem-storage.ts';

/** Ids that count, so that a run repeats exactly. */
export function countingIds(): IdSource {
  let next = 0;
  return { uuid: () => `${(next += 1).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` };
}

export const memoryRoot = '/snapshots';

export interface MemoryWorld extends CheckpointStorageWorld {
  readonly fileSystem: MemoryFileSystem;
  storage(): FilesystemStorage;
}

/** The filesystem storage on files in memory. */
export function memoryWorld(options: MemoryFileSystemOptions = {}): MemoryWorld {
  const fileSystem = new MemoryFileSystem(options);
  const ids = countingIds();
  const savepointFolder = '/savepoints/of mine';
  return {
    fileSystem,
    storage: () => new FilesystemStorage({ root: memoryRoot, allowedRoots: ['/savepoints'], fileSystem, ids }),
    files: new FilesystemFileStore({ fileSystem, ids, inlineBytesMax: 0 }),
    inlineFiles: new FilesystemFileStore({ fileSystem, ids, inlineBytesMax: 20_480 }),
    savepointFolder,
    forbiddenFolder: '/elsewhere',
    flip: async (path, offset, bit) => {
      const [byte = 0] = fileSystem.readNow(path).subarray(offset);
      fileSystem.damage(path, offset, Uint8Array.of(byte ^ (1 << bit)));
    },
    sizeOf: async (path) => fileSystem.readNow(path).length,
    list: async (path) => {
      if ((await fileSystem.inspect(path)) === null) return [];
      return (await fileSystem.list(path)).map((entry) => basename(entry.name));
    },
    move: (from, to) => fileSystem.rename(from, to),
    dispose: () => Promise.resolve(),
  };
}
