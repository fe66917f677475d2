import type { JobId, RunId } from '@weir/kernel';

/** A run that waits for a host. */
export interface LaunchHint {
  readonly jobId: JobId;
  readonly runId: RunId;
}

/** An operation (stop, savepoint, cancel, …) that waits for the host that owns the run. */
export interface CommandHint {
  readonly operationId: string;
  readonly runId: RunId;
}

/**
 * Wakes hosts. Postgres is the truth and the queue only a hint: a hint may be lost, late or repeated, and nothing but time is lost,
 * because hosts also poll and the reconciler enqueues again. Both methods are called after the transaction has committed, never in it.
 * A rejection is logged by the caller and otherwise ignored.
 */
export interface RunQueue {
  /** Reaches any one host. Hints for the same `runId` may be merged (a natural deduplication key is `launch:<runId>`). */
  enqueueLaunch(hint: LaunchHint): Promise<void>;
  /** Reaches any one host, or all of them. Hints for the same `operationId` may be merged. */
  enqueueCommand(hint: CommandHint): Promise<void>;
}

/** What became of a launch hint, so that a driver knows whether to hand it to another host. */
export type LaunchOutcome =
  /** This host owns the run now. */
  | 'TAKEN'
  /** Somebody else owns it, or it has ended, or it is gone: drop the hint. */
  | 'NOT_NEEDED'
  /** This host is full or shutting down: offer the hint to another host, or drop it (the reconciler repeats it). */
  | 'NO_CAPACITY';

/**
 * The receiving end: what a queue's processor calls. The engine host (`RunHost`) implements it. Both methods are idempotent,
 * may be called concurrently, and reject only with retryable errors (Postgres is away).
 */
export interface RunQueueHandlers {
  launch(hint: LaunchHint): Promise<LaunchOutcome>;
  /** Executes the operation when this host owns the run; otherwise does nothing (the owner polls for it). */
  command(hint: CommandHint): Promise<void>;
}
