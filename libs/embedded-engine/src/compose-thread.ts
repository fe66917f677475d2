import { FilesystemFileStore, FilesystemStorage } from '@weir/checkpoint-storage';
import { createConnectors, type Connect } from '@weir/connectors';
import type { FileSystem } from '@weir/engine-core/file-system';
import type { ThreadComposition } from '@weir/engine-execution';
import type { IdSource } from '@weir/kernel';
import { hashmapStateBackend } from '@weir/state-hashmap';
import { ConnectorCatalog } from './connector-catalog.ts';
import type { ThreadSettings } from './thread-settings.ts';

/** The world of one thread, as far as adapters reach into it. The simulation hands in its own. */
export interface ThreadWorld {
  /** Where snapshots lie. */
  readonly stateFiles: FileSystem;
  /** Where `file` operators write. */
  readonly sinkFiles: FileSystem;
  readonly ids: IdSource;
  readonly connect: Connect;
  /** Resolves after the event loop has had its turn. */
  readonly yieldToLoop: () => Promise<void>;
}

/** The adapters of one thread. */
export function composeThread(settings: ThreadSettings, world: ThreadWorld): ThreadComposition {
  const { stateFiles, sinkFiles, ids, connect, yieldToLoop } = world;
  const { snapshotRoot, allowedRoots, filesRoot, inlineBytesMax } = settings;
  const storage = new FilesystemStorage({ root: snapshotRoot, allowedRoots, fileSystem: stateFiles, ids });
  const backend = hashmapStateBackend({ yieldToLoop });
  return {
    catalog: new ConnectorCatalog(createConnectors({ connect, fileSystem: sinkFiles, filesRoot })),
    stateBackends: new Map([[backend.type, backend]]),
    files: new FilesystemFileStore({ fileSystem: stateFiles, ids, inlineBytesMax }),
    openReader: (snapshotPath) => storage.openReader(snapshotPath),
  };
}
