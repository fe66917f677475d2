export type { CommandHint, LaunchHint } from './hint.ts';
export { openQueue } from './open-queue.ts';
export type { LaunchOutcome, QueueDriver } from './queue-driver.ts';
