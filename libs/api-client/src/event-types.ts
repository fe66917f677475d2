import type { components } from './schema.gen.ts';

/** The `data` of one server-sent event of `GET /api/v1/events`, parsed. */
export type WeirEvent = components['schemas']['Event'];
export type EventType = WeirEvent['type'];

/** Every name that an EventSource has to listen for. */
export const eventTypes = Object.keys({
  'job.created': true,
  'job.updated': true,
  'job.deleted': true,
  'job.state': true,
  'run.created': true,
  'run.state': true,
  'attempt.started': true,
  'attempt.ended': true,
  'checkpoint.triggered': true,
  'checkpoint.completed': true,
  'checkpoint.failed': true,
  'checkpoint.discarded': true,
  'savepoint.created': true,
  'savepoint.updated': true,
  'savepoint.deleted': true,
  'operation.created': true,
  'operation.finished': true,
} satisfies Record<EventType, true>) as readonly EventType[];
