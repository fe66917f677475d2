import type { JobId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import type { Removal } from '../records/removal.ts';

export interface PendingRemovals {
  readonly count: number;
  /** When the oldest was put on record; null: there is none. */
  readonly since: number | null;
  /** Why the last try of the oldest was in vain; null: it was not tried, or there is none. */
  readonly error: string | null;
}

export class RemovalRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async add(removals: readonly Omit<Removal, 'tries'>[], now: number): Promise<void> {
    await this.#manager.query(
      `INSERT INTO removal (job_id, kind, path, created_at, tries, next_try_at)
       SELECT DISTINCT one.job_id, one.kind, one.path, $4::bigint, 0, $4::bigint
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS one (job_id, kind, path) ON CONFLICT DO NOTHING`,
      [removals.map(({ jobId }) => jobId), removals.map(({ kind }) => kind), removals.map(({ path }) => path), now],
    );
  }

  /** Those whose time has come, snapshots before what lies around them. */
  async due(now: number, limit: number, jobId: JobId | null = null): Promise<readonly Removal[]> {
    return this.#manager.query<Removal[]>(
      `SELECT job_id AS "jobId", kind, path, tries FROM removal WHERE next_try_at <= $1 AND ($3::uuid IS NULL OR job_id = $3)
       ORDER BY next_try_at, kind DESC, path LIMIT $2`,
      [now, limit, jobId],
    );
  }

  async forget({ jobId, kind, path }: Removal): Promise<void> {
    await this.#manager.query('DELETE FROM removal WHERE job_id = $1 AND kind = $2 AND path = $3', [jobId, kind, path]);
  }

  async putOff({ jobId, kind, path }: Removal, nextTryAt: number, error: string): Promise<void> {
    await this.#manager.query(
      'UPDATE removal SET tries = tries + 1, next_try_at = $4, error = $5 WHERE job_id = $1 AND kind = $2 AND path = $3',
      [jobId, kind, path, nextTryAt, error],
    );
  }

  async pending(): Promise<PendingRemovals> {
    const [row] = await this.#manager.query<[PendingRemovals]>(
      `SELECT count(*) AS count, min(created_at) AS since, (array_agg(error ORDER BY created_at))[1] AS error FROM removal`,
    );
    return row;
  }
}
