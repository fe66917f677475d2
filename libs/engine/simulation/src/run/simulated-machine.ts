import { FilesystemStorage } from '@weir/checkpoint-storage';
import { composeThread } from '@weir/embedded-engine';
import type { CheckpointStorage } from '@weir/engine-core';
import type { MemoryFileSystem } from '@weir/engine-core/file-system';
import type { ThreadComposition } from '@weir/engine-runtime';
import type { IdSource } from '@weir/kernel';
import type { Life } from '../ports/life.ts';
import { mortalFileSystem } from '../ports/mortal-file-system.ts';
import type { VirtualTime } from '../virtual-time.ts';

export const snapshotRoot = '/snapshots';
export const filesRoot = '/files';

export interface MachineParts {
  readonly disk: MemoryFileSystem;
  readonly time: VirtualTime;
  readonly ids: IdSource;
}

/** The checkpoint storage as a host with this life sees it. */
export function storageOf({ disk, ids }: MachineParts, life: Life): CheckpointStorage {
  return new FilesystemStorage({
    root: snapshotRoot,
    allowedRoots: [snapshotRoot],
    fileSystem: mortalFileSystem(disk, life),
    ids,
  });
}

/** The shipped adapters, over the world's disk and time, as a thread with this life sees them. */
export function compositionOf({ disk, time, ids }: MachineParts, life: Life): ThreadComposition {
  const files = mortalFileSystem(disk, life);
  return composeThread(
    { snapshotRoot, allowedRoots: [snapshotRoot], filesRoot, failpoint: null },
    {
      stateFiles: files,
      sinkFiles: files,
      ids,
      connect: () => {
        throw new Error('No world has a socket.');
      },
      yieldToLoop: () => life.while(() => new Promise((resolve) => void time.schedule(0, resolve))),
    },
  );
}
