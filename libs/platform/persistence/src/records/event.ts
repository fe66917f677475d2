import type { JobId, RunId } from '@weir/kernel';

export const eventTypes = [
  'job.created',
  'job.updated',
  'job.deleted',
  'job.state',
  'run.created',
  'run.state',
  'attempt.started',
  'attempt.ended',
  'checkpoint.triggered',
  'checkpoint.completed',
  'checkpoint.failed',
  'checkpoint.discarded',
  'savepoint.created',
  'savepoint.updated',
  'savepoint.deleted',
  'operation.created',
  'operation.finished',
] as const;
export type EventType = (typeof eventTypes)[number];

/** One line of the append-only audit. */
export interface PlatformEvent {
  /** Rises in commit order: a reader that has seen n has seen everything before n. */
  readonly sequence: number;
  readonly type: EventType;
  readonly timestamp: number;
  readonly jobId: JobId | null;
  readonly runId: RunId | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export type NewEvent = Omit<PlatformEvent, 'sequence'>;
