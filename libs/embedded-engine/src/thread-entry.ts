import { runNodeThread } from '@weir/engine-runtime';
import { composeThread } from './compose-thread.ts';
import { nodeThreadWorld } from './node-thread-world.ts';
import type { ThreadSettings } from './thread-settings.ts';

runNodeThread((settings: ThreadSettings) => composeThread(settings, nodeThreadWorld));
