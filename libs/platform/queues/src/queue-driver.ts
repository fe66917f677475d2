import type { CommandHint, LaunchHint } from './hint.ts';

/** What became of a launch hint: `NO_CAPACITY` offers it to another host after a delay, the others end it. */
export type LaunchOutcome = 'TAKEN' | 'NOT_NEEDED' | 'NO_CAPACITY';

/** The receiving end: what the platform does with a hint. Idempotent; a rejection means "later again". */
export interface HintHandlers {
  launch(hint: LaunchHint): Promise<LaunchOutcome>;
  command(hint: CommandHint): Promise<void>;
}

/**
 * Carries hints between processes. It may lose, repeat and delay them; Postgres tells what is true. Methods reject with a
 * `QueueError`, which is always retryable.
 */
export interface QueueDriver {
  /** The system that carries the hints, for logs and the readiness report. */
  readonly name: 'pg-boss' | 'bullmq';
  /** Merges with a hint for the same run that nobody has taken yet. */
  enqueueLaunch(hint: LaunchHint): Promise<void>;
  /** Merges with a hint for the same operation that nobody has taken yet. */
  enqueueCommand(hint: CommandHint): Promise<void>;
  /** Connects; hints can be sent then. Rejects when the system of this driver is needed for that and away. */
  start(): Promise<void>;
  /** Begins to hand hints to this process. At most once. */
  consume(handlers: HintHandlers): Promise<void>;
  /** Takes no more hints, waits for the handlers that run (10 s at most), closes connections. Idempotent. */
  close(): Promise<void>;
}

/** How long `close` waits for handlers. */
export const closeGraceMs = 10_000;
