import type { CommandHint, LaunchHint } from './hint.ts';

/** What became of a launch hint, so that a driver knows whether to hand it to another host. */
export type LaunchOutcome =
  /** This host owns the run now. */
  | 'TAKEN'
  /** Somebody else owns it, or it has ended, or it is gone: the hint has done its work. */
  | 'NOT_NEEDED'
  /** This host is full or stopping: after a delay the hint is offered again. */
  | 'NO_CAPACITY';

/** The receiving end: what a host does with a hint. Idempotent, may be called concurrently; a rejection means "later again". */
export interface HintHandlers {
  launch(hint: LaunchHint): Promise<LaunchOutcome>;
  /** Executes the operation when this host owns the run; otherwise does nothing (the owner polls for it). */
  command(hint: CommandHint): Promise<void>;
}

/**
 * The sending end: wakes hosts. It may lose, repeat and delay hints, and nothing but time is lost: Postgres tells what is true, hosts also
 * poll, and the reconciler sends again. Called after the transaction has committed, never in it. Methods reject with a `QueueError`, which
 * is always retryable; the caller logs it and goes on.
 */
export interface HintSender {
  /** Reaches any one host. Merges with a hint for the same run that nobody has taken yet. */
  enqueueLaunch(hint: LaunchHint): Promise<void>;
  /** Reaches any one host. Merges with a hint for the same operation that nobody has taken yet. */
  enqueueCommand(hint: CommandHint): Promise<void>;
}

/** Carries hints between processes. */
export interface QueueDriver extends HintSender {
  /** The system that carries the hints, for logs and the readiness report. */
  readonly name: 'pg-boss' | 'bullmq';
  /** Connects; hints can be sent then. Rejects when the system of this driver is needed for that and away. */
  start(): Promise<void>;
  /** Begins to hand hints to this process. At most once. */
  consume(handlers: HintHandlers): Promise<void>;
  /** Takes no more hints, waits for the handlers that run (10 s at most), closes connections. Idempotent. */
  close(): Promise<void>;
}

/** How long `close` waits for handlers. */
export const closeGraceMs = 10_000;
