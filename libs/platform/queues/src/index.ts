export type { CommandHint, LaunchHint } from './hint.ts';
export { createQueue } from './create-queue.ts';
export type { HintHandlers, HintSender, LaunchOutcome, QueueDriver } from './queue-driver.ts';
