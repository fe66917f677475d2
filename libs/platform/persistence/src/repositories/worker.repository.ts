import type { EntityManager } from 'typeorm';
import type { Owner } from '../records/run.ts';
import type { Worker, WorkerRole, WorkerStart } from '../records/worker.ts';

interface WorkerRow {
  readonly id: string;
  readonly incarnation: number;
  readonly role: WorkerRole;
  readonly hostname: string;
  readonly pid: number;
  readonly started_at: Date;
  readonly heartbeat_at: Date;
  readonly is_online: boolean;
  readonly capacity: number;
  readonly runs: number;
}

/** A worker that was not heard of for so long is taken for down. */
const graceMs = 10_000;

export class WorkerRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Announces a start of a worker and answers which start it is: whatever an earlier one held is free from now on. */
  async register(start: WorkerStart): Promise<Owner> {
    const rows = await this.#manager.query<{ incarnation: number }[]>(
      `INSERT INTO worker (id, incarnation, role, hostname, pid, started_at, heartbeat_at, capacity)
       VALUES ($1, 1, $2, $3, $4, clock_timestamp(), clock_timestamp(), $5)
       ON CONFLICT (id) DO UPDATE SET incarnation = worker.incarnation + 1, role = excluded.role, hostname = excluded.hostname,
         pid = excluded.pid, started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at, capacity = excluded.capacity, stopped_at = NULL
       RETURNING incarnation`,
      [start.id, start.role, start.hostname, start.pid, start.capacity],
    );
    return { workerId: start.id, incarnation: rows[0]?.incarnation ?? 1 };
  }

  async heartbeat(owner: Owner): Promise<void> {
    await this.#manager.query('UPDATE worker SET heartbeat_at = clock_timestamp() WHERE id = $1 AND incarnation = $2', [
      owner.workerId,
      owner.incarnation,
    ]);
  }

  async goodbye(owner: Owner): Promise<void> {
    await this.#manager.query('UPDATE worker SET stopped_at = clock_timestamp() WHERE id = $1 AND incarnation = $2', [
      owner.workerId,
      owner.incarnation,
    ]);
  }

  /** Workers seen in the last day; online are those that were heard of lately. */
  async list(): Promise<readonly Worker[]> {
    const rows = await this.#manager.query<WorkerRow[]>(
      `SELECT worker.*, stopped_at IS NULL AND heartbeat_at > clock_timestamp() - make_interval(secs => $1 / 1000.0) AS is_online,
         (SELECT count(*) FROM run WHERE run.owner_id = worker.id AND run.owner_incarnation = worker.incarnation
            AND run.state NOT IN ('FINISHED', 'CANCELED', 'FAILED')) AS runs
       FROM worker WHERE heartbeat_at > clock_timestamp() - interval '1 day' ORDER BY started_at DESC LIMIT 200`,
      [graceMs],
    );
    return rows.map(toWorker);
  }
}

function toWorker(row: WorkerRow): Worker {
  return {
    id: row.id,
    incarnation: row.incarnation,
    role: row.role,
    hostname: row.hostname,
    pid: row.pid,
    startedAt: row.started_at.getTime(),
    heartbeatAt: row.heartbeat_at.getTime(),
    isOnline: row.is_online,
    capacity: row.capacity,
    runs: row.runs,
  };
}
