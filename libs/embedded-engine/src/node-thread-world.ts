import { nodeConnect } from '@weir/connectors';
import { nodeFileSystem } from '@weir/engine-core/file-system';
import { nodeIds } from '@weir/engine-execution';
import type { ThreadWorld } from './compose-thread.ts';

/** The machine's own files, sockets and event loop. */
export const nodeThreadWorld: ThreadWorld = {
  stateFiles: nodeFileSystem,
  sinkFiles: nodeFileSystem,
  ids: nodeIds,
  connect: nodeConnect,
  yieldToLoop: () => new Promise((resolve) => void setImmediate(resolve)),
};
