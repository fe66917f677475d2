import type { CheckpointRecord } from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import { SavepointEntity } from '../entities/checkpoint.entity.ts';
import type { Savepoint } from '../records/checkpoint.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';

export type SavepointChange = Partial<Pick<Savepoint, 'name' | 'note' | 'pinned'>>;

export class SavepointRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Writes what is known of a savepoint; name, note and pin of one that exists stay. Answers whether it is new. */
  async save(job: { readonly id: JobId; readonly name: string }, record: CheckpointRecord): Promise<boolean> {
    const rows = await this.#manager.query<{ isnew: boolean }[]>(
      `INSERT INTO savepoint (id, job_id, job_name, name, note, pinned, status, checkpoint_id, path, state_size, trigger_timestamp, end_to_end_duration, failure_message)
       VALUES ($1, $2, $3, $4, '', false, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, path = excluded.path, state_size = excluded.state_size,
         end_to_end_duration = excluded.end_to_end_duration, failure_message = excluded.failure_message
       RETURNING (xmax = 0) AS isnew`,
      [
        record.snapshotId,
        job.id,
        job.name,
        `savepoint-${record.id}`,
        record.status,
        record.id,
        record.externalPath,
        Math.round(record.stateSize),
        Math.round(record.triggerTimestamp),
        record.endToEndDuration,
        record.failureMessage,
      ],
    );
    return rows[0]?.isnew ?? false;
  }

  async find(id: string): Promise<Savepoint | null> {
    const entity = await this.#manager.findOneBy(SavepointEntity, { id });
    return entity === null ? null : toSavepoint(entity);
  }

  async list(request: PageRequest, jobId: JobId | null): Promise<Page<Savepoint>> {
    const query = this.#manager
      .createQueryBuilder(SavepointEntity, 'savepoint')
      .orderBy('savepoint.triggerTimestamp', 'DESC')
      .addOrderBy('savepoint.id', 'DESC');
    if (jobId !== null) query.andWhere('savepoint.jobId = :jobId', { jobId });
    if (request.after !== null)
      query.andWhere('(savepoint.triggerTimestamp, savepoint.id) < (:rank, :id)', request.after);
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toSavepoint), request.limit, (savepoint) => ({
      rank: savepoint.triggerTimestamp,
      id: savepoint.id,
    }));
  }

  /** All complete savepoints of a job. */
  async completedOf(jobId: JobId): Promise<readonly Savepoint[]> {
    return (await this.#manager.findBy(SavepointEntity, { jobId, status: 'COMPLETED' })).map(toSavepoint);
  }

  async update(id: string, change: SavepointChange): Promise<void> {
    if (Object.keys(change).length > 0) await this.#manager.update(SavepointEntity, { id }, { ...change });
  }

  async delete(id: string): Promise<void> {
    await this.#manager.delete(SavepointEntity, { id });
  }

  /** Savepoints of a run that were under way when their attempt was lost can only fail. */
  async failOpen(runId: RunId, message: string): Promise<void> {
    await this.#manager.query(
      `UPDATE savepoint SET status = 'FAILED', failure_message = $2
       WHERE status = 'IN_PROGRESS' AND id IN (SELECT snapshot_id FROM checkpoint WHERE run_id = $1)`,
      [runId, message],
    );
  }

  async count(): Promise<number> {
    return this.#manager.countBy(SavepointEntity, { status: 'COMPLETED' });
  }
}

function toSavepoint(entity: SavepointEntity): Savepoint {
  return { ...entity, jobId: trusted(entity.jobId) };
}
