import type { ThreadComposition } from '@weir/engine-execution';
import { composeThread, type ThreadWorld } from '../compose-thread.ts';
import type { ThreadSettings } from '../thread-settings.ts';
import { failpointCatalog } from './failpoint-catalog.ts';
import { failpointFileSystem } from './failpoint-file-system.ts';
import type { Failpoints } from './failpoints.ts';

/** The adapters of one thread with a failpoint at every step they take. */
export function failpointComposition(
  settings: ThreadSettings,
  world: ThreadWorld,
  failpoints: Failpoints,
): ThreadComposition {
  const composition = composeThread(settings, {
    ...world,
    stateFiles: failpointFileSystem(world.stateFiles, 'state', failpoints),
    sinkFiles: failpointFileSystem(world.sinkFiles, 'sink', failpoints),
  });
  return { ...composition, catalog: failpointCatalog(composition.catalog, failpoints) };
}
