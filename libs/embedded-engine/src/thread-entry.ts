import { runNodeThread } from '@weir/engine-execution';
import { composeThread } from './compose-thread.ts';
import { failpointComposition } from './failpoints/failpoint-composition.ts';
import { nodeFailpoints } from './failpoints/node-failpoints.ts';
import { nodeThreadWorld } from './node-thread-world.ts';
import type { ThreadSettings } from './thread-settings.ts';

runNodeThread((settings: ThreadSettings) => {
  const failpoints = nodeFailpoints(settings.failpoint);
  const world = nodeThreadWorld(settings);
  return failpoints === null ? composeThread(settings, world) : failpointComposition(settings, world, failpoints);
});
