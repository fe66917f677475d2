import { FilesystemStorage } from '@weir/checkpoint-storage';
import { composeThread } from '@weir/embedded-engine';
import type { MemoryFileSystem } from '@weir/engine-core/file-system';
import type { ThreadComposition } from '@weir/engine-execution';
import type { IdSource } from '@weir/kernel';
import { OwnCatalog } from '../operators/own-catalog.ts';
import type { RestoredShares } from '../operators/restored-shares.ts';
import type { FlowWatch } from '../ports/flow-watch.ts';
import type { Life } from '../ports/life.ts';
import { mortalFileSystem } from '../ports/mortal-file-system.ts';
import type { VirtualTime } from '../virtual-time.ts';

export const snapshotRoot = '/snapshots';
export const filesRoot = '/files';

export interface MachineParts {
  readonly disk: MemoryFileSystem;
  readonly time: VirtualTime;
  readonly ids: IdSource;
  readonly restored: RestoredShares;
  readonly inlineBytesMax: number;
}

/** The checkpoint storage as a host with this life sees it. */
export function storageOf({ disk, ids }: Pick<MachineParts, 'disk' | 'ids'>, life: Life): FilesystemStorage {
  return new FilesystemStorage({
    root: snapshotRoot,
    allowedRoots: [snapshotRoot],
    fileSystem: mortalFileSystem(disk, life),
    ids,
  });
}

/** The shipped adapters and the simulation's own operators, over the world's disk and time, as a thread with this life sees them. */
export function compositionOf(machine: MachineParts, life: Life, flow: FlowWatch): ThreadComposition {
  const { disk, time, ids, restored, inlineBytesMax } = machine;
  const files = mortalFileSystem(disk, life);
  const shipped = composeThread(
    { snapshotRoot, allowedRoots: [snapshotRoot], filesRoot, socketAllow: [], inlineBytesMax, failpoint: null },
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
  const onRestored = life.guard((share: Parameters<RestoredShares['add']>[0]) => restored.add(share));
  const onRows = life.guard((uid: string, subtask: number) => flow.takesRows(uid, subtask));
  return { ...shipped, catalog: new OwnCatalog(shipped.catalog, { onRestored, onRows }) };
}
