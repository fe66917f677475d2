import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import { EventEntity } from '../entities/event.entity.ts';
import type { NewEvent, PlatformEvent } from '../records/event.ts';

/** Any number will do as long as nothing else in this database takes it. */
const appendLock = 7_731_401;

export class EventRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Appends to the audit and wakes its readers at commit. Appending transactions commit one after the other, so that a reader
   * that has seen number n never misses a smaller one: append as the last step of a transaction, because it waits for the others.
   */
  async append(events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    // The rows follow from the lock, so that none gets its number before.
    await this.#manager.query(
      `INSERT INTO event (type, timestamp, job_id, run_id, data)
       SELECT item->>'type', (item->>'timestamp')::bigint, (item->>'jobId')::uuid, (item->>'runId')::uuid, item->'data'
       FROM (SELECT pg_advisory_xact_lock($1)::text IS NOT NULL AS is_locked OFFSET 0) AS lock
         CROSS JOIN LATERAL json_array_elements(CASE WHEN is_locked THEN $2::json END) WITH ORDINALITY AS told(item, place)
       ORDER BY place
       RETURNING pg_notify('weir_event', '')`,
      [appendLock, JSON.stringify(events.map((event) => ({ ...event, timestamp: Math.round(event.timestamp) })))],
    );
  }

  /** Events after a number, oldest first. */
  async after(sequence: number, limit: number, jobId: JobId | null): Promise<readonly PlatformEvent[]> {
    const query = this.#manager
      .createQueryBuilder(EventEntity, 'event')
      .where('event.sequence > :sequence', { sequence })
      .orderBy('event.sequence', 'ASC')
      .limit(limit);
    if (jobId !== null) query.andWhere('event.jobId = :jobId', { jobId });
    return (await query.getMany()).map(toEvent);
  }

  /** Forgets what was told of checkpoints more than `keep` events ago; actions and transitions stay. */
  async forgetOldCheckpoints(keep: number): Promise<void> {
    await this.#manager.query(
      `DELETE FROM event WHERE type LIKE 'checkpoint.%' AND sequence <= (SELECT max(sequence) FROM event) - $1::bigint`,
      [keep],
    );
  }

  /** The number of the latest event; 0 before the first. */
  async head(): Promise<number> {
    const rows = await this.#manager.query<{ max: number | null }[]>('SELECT max(sequence) AS max FROM event');
    return rows[0]?.max ?? 0;
  }
}

function toEvent(entity: EventEntity): PlatformEvent {
  return {
    sequence: entity.sequence,
    type: entity.type,
    timestamp: entity.timestamp,
    jobId: entity.jobId === null ? null : trusted<JobId>(entity.jobId),
    runId: entity.runId === null ? null : trusted<RunId>(entity.runId),
    data: entity.data,
  };
}
