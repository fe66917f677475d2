import { nodeConnect } from '@weir/connectors';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import { nodeIds } from '@weir/engine-execution';
import type { ThreadWorld } from './compose-thread.ts';
import type { ThreadSettings } from './thread-settings.ts';

/** The machine's own files, sockets and event loop. */
export function nodeThreadWorld({ socketAllow }: Pick<ThreadSettings, 'socketAllow'>): ThreadWorld {
  return {
    stateFiles: nodeFileSystem,
    sinkFiles: nodeFileSystem,
    ids: nodeIds,
    connect: nodeConnect({ allowed: socketAllow }),
    yieldToLoop: () => new Promise((resolve) => void setImmediate(resolve)),
  };
}
