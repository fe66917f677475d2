import { createFilesystemFileStore, createFilesystemStorage } from '@weir/checkpoint-storage';
import { createConnectors, nodeConnect } from '@weir/connectors';
import type { ThreadComposition } from '@weir/engine-runtime';
import { hashmapStateBackend } from '@weir/state-hashmap';
import { ConnectorCatalog } from './connector-catalog.ts';
import type { ThreadSettings } from './thread-settings.ts';

/** The adapters of one thread. */
export function composeThread(settings: ThreadSettings): ThreadComposition {
  const storage = createFilesystemStorage({ root: settings.snapshotRoot, allowedRoots: settings.allowedRoots });
  const backend = hashmapStateBackend({ yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)) });
  return {
    catalog: new ConnectorCatalog(createConnectors({ connect: nodeConnect })),
    stateBackends: new Map([[backend.type, backend]]),
    files: createFilesystemFileStore(),
    openReader: (snapshotPath) => storage.openReader(snapshotPath),
  };
}
