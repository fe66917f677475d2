export { InProcessThreads } from './testing/in-process-threads.ts';
export { VirtualWorld } from './testing/virtual-world.ts';
