export type { CommandHint, LaunchHint, LaunchOutcome, RunQueue, RunQueueHandlers } from './ports/run-queue.ts';
