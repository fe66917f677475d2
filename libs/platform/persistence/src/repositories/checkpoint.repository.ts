import {
  faultlessReasons,
  type CheckpointKind,
  type CheckpointRecord,
  type CheckpointStatus,
  type SnapshotDescription,
} from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { CheckpointEntity } from '../entities/checkpoint.entity.ts';
import type {
  Checkpoint,
  CheckpointCounts,
  CheckpointDetail,
  CheckpointsSinceCompleted,
  CheckpointSummary,
} from '../records/checkpoint.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';
import { countedFrom } from './counted-from.ts';
import { summarizeHistory } from './summarize-history.ts';

/** What an empty list of operators takes at most. */
const emptyDetailBytes = 16;

export interface CheckpointFilter {
  readonly status?: CheckpointStatus | undefined;
  readonly kind?: CheckpointKind | undefined;
  readonly runId?: RunId | undefined;
  /** Leaves out those that failed though nothing was wrong. */
  readonly onlyFaults?: true | undefined;
}

/** Everything but `operators`, which is large and only the detail needs. */
const listed: readonly (keyof CheckpointEntity)[] = [
  'jobId',
  'id',
  'snapshotId',
  'runId',
  'epoch',
  'status',
  'kind',
  'trigger',
  'incremental',
  'triggerTimestamp',
  'latestAckTimestamp',
  'endToEndDuration',
  'checkpointedSize',
  'stateSize',
  'processedData',
  'numSubtasks',
  'numAcknowledgedSubtasks',
  'externalPath',
  'failureReason',
  'failureMessage',
  'discarded',
];

export class CheckpointRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Writes what is known of a checkpoint. A checkpoint that has completed or failed is not taken back, and one of another run or
   * epoch with the same number is left alone.
   */
  async save(jobId: JobId, runId: RunId, record: CheckpointRecord): Promise<'INSERTED' | 'UPDATED' | 'IGNORED'> {
    const result = await this.#manager.query<{ isnew: boolean }[]>(
      `WITH saved AS (INSERT INTO checkpoint (job_id, run_id, id, snapshot_id, epoch, status, kind, trigger_kind, incremental, trigger_timestamp,
         latest_ack_timestamp, end_to_end_duration, checkpointed_size, state_size, processed_data, num_subtasks,
         num_acknowledged_subtasks, external_path, failure_reason, failure_message, operators, discarded)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, false)
       ON CONFLICT (job_id, id) DO UPDATE SET status = excluded.status, latest_ack_timestamp = excluded.latest_ack_timestamp,
         end_to_end_duration = excluded.end_to_end_duration, checkpointed_size = excluded.checkpointed_size,
         state_size = excluded.state_size, processed_data = excluded.processed_data, num_subtasks = excluded.num_subtasks,
         num_acknowledged_subtasks = excluded.num_acknowledged_subtasks, external_path = excluded.external_path,
         failure_reason = excluded.failure_reason, failure_message = excluded.failure_message, operators = excluded.operators
       WHERE checkpoint.run_id = excluded.run_id AND checkpoint.epoch = excluded.epoch AND checkpoint.status = 'IN_PROGRESS'
       RETURNING job_id, status, (xmax = 0) AS isnew),
       ${countedFrom('saved', { completed: "(status = 'COMPLETED')::integer", failed: "(status = 'FAILED')::integer" })}
       SELECT isnew FROM saved`,
      parametersOf(jobId, runId, record),
    );
    const row = result[0];
    if (row === undefined) return 'IGNORED';
    return row.isnew ? 'INSERTED' : 'UPDATED';
  }

  async markDiscarded(jobId: JobId, id: number): Promise<boolean> {
    const result = await this.#manager.update(CheckpointEntity, { jobId, id, discarded: false }, { discarded: true });
    return result.affected === 1;
  }

  /** Checkpoints that were under way when their attempt was lost can only fail. Answers their numbers. */
  async failOpen(runId: RunId, reason: string, message: string): Promise<readonly number[]> {
    const rows = await this.#manager.query<{ id: number }[]>(
      `WITH failed AS (UPDATE checkpoint SET status = 'FAILED', failure_reason = $2, failure_message = $3
         WHERE run_id = $1 AND status = 'IN_PROGRESS' RETURNING id, job_id),
       ${countedFrom('failed', { completed: '0', failed: '1' })}
       SELECT id FROM failed ORDER BY id`,
      [runId, reason, message],
    );
    return rows.map((row) => row.id);
  }

  /**
   * A snapshot that storage holds complete is complete, whatever was written of it before; one that was never written gets a record
   * with what its folder says. Answers whether that was news. A record of another snapshot with the same number is left alone.
   */
  async adopt(jobId: JobId, snapshot: SnapshotDescription): Promise<boolean> {
    const rows = await this.#manager.query<unknown[]>(
      `WITH before AS (SELECT status FROM checkpoint WHERE job_id = $1 AND id = $3),
       adopted AS (INSERT INTO checkpoint (job_id, run_id, id, snapshot_id, epoch, status, kind, trigger_kind, incremental, trigger_timestamp,
         checkpointed_size, state_size, processed_data, num_subtasks, num_acknowledged_subtasks, external_path, operators, discarded)
       SELECT $1, run.id, $3, $4, $5, 'COMPLETED', $6, 'PERIODIC', false, $7, $8, $8, 0, $9, $9, $10, '[]', false
       FROM run WHERE run.id = $2 AND run.job_id = $1
       ON CONFLICT (job_id, id) DO UPDATE SET status = 'COMPLETED', external_path = excluded.external_path, failure_reason = NULL, failure_message = NULL
       WHERE checkpoint.snapshot_id = excluded.snapshot_id AND checkpoint.status <> 'COMPLETED'
       RETURNING job_id, id),
       ${countedFrom('adopted', { completed: '1', failed: "-(SELECT count(*) FROM before WHERE status = 'FAILED')" })}
       SELECT id FROM adopted`,
      [
        jobId,
        snapshot.runId,
        snapshot.checkpointId,
        snapshot.snapshotId,
        snapshot.epoch,
        snapshot.kind,
        Math.round(snapshot.triggerTimestamp),
        Math.round(snapshot.stateSize),
        snapshot.operators.reduce((sum, operator) => sum + operator.parallelism, 0),
        snapshot.path,
      ],
    );
    return rows.length === 1;
  }

  async find(jobId: JobId, id: number): Promise<CheckpointDetail | null> {
    const entity = await this.#manager.findOneBy(CheckpointEntity, { jobId, id });
    return entity === null ? null : { ...toCheckpoint(entity), operators: entity.operators };
  }

  async findBySnapshot(snapshotId: string): Promise<Checkpoint | null> {
    const entity = await this.#selection()
      .where('checkpoint.snapshotId = :snapshotId', { snapshotId })
      .limit(1)
      .getOne();
    return entity === null ? null : toCheckpoint(entity);
  }

  async list(jobId: JobId, request: PageRequest, filter: CheckpointFilter): Promise<Page<Checkpoint>> {
    const query = this.#filtered(jobId, filter).orderBy('checkpoint.id', 'DESC');
    if (request.after !== null) query.andWhere('checkpoint.id < :rank', { rank: request.after.rank });
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toCheckpoint), request.limit, (checkpoint) => ({ rank: checkpoint.id, id: '' }));
  }

  async latest(jobId: JobId, filter: CheckpointFilter): Promise<Checkpoint | null> {
    const entity = await this.#filtered(jobId, filter).orderBy('checkpoint.id', 'DESC').limit(1).getOne();
    return entity === null ? null : toCheckpoint(entity);
  }

  /**
   * The newest one with whose completion sinks committed: a checkpoint, or the savepoint of a stop; also one whose files are gone.
   * `runId`: of that run alone, whose checkpoints only.
   */
  async lastCommitted(jobId: JobId, runId: RunId | null = null): Promise<Checkpoint | null> {
    const query = this.#filtered(jobId, { status: 'COMPLETED' }).orderBy('checkpoint.id', 'DESC').limit(1);
    if (runId === null) query.andWhere("(checkpoint.kind = 'CHECKPOINT' OR checkpoint.trigger = 'STOP')");
    else query.andWhere("checkpoint.kind = 'CHECKPOINT' AND checkpoint.runId = :runId", { runId });
    const entity = await query.getOne();
    return entity === null ? null : toCheckpoint(entity);
  }

  /** The latest completed snapshot of each of some jobs whose files are still there. */
  async latestCompletedOf(jobIds: readonly JobId[]): Promise<ReadonlyMap<JobId, Checkpoint>> {
    if (jobIds.length === 0) return new Map();
    const keys = await this.#manager.query<{ job_id: string; id: number }[]>(
      `SELECT latest.job_id, latest.id FROM unnest($1::uuid[]) AS wanted(job_id) CROSS JOIN LATERAL
         (SELECT job_id, id FROM checkpoint WHERE job_id = wanted.job_id AND status = 'COMPLETED' AND NOT discarded ORDER BY id DESC LIMIT 1) AS latest`,
      [jobIds],
    );
    if (keys.length === 0) return new Map();
    const query = this.#selection();
    keys.forEach((key, index) => {
      query.orWhere(`(checkpoint.jobId = :job${index} AND checkpoint.id = :id${index})`, {
        [`job${index}`]: key.job_id,
        [`id${index}`]: key.id,
      });
    });
    return new Map((await query.getMany()).map((entity) => [trusted<JobId>(entity.jobId), toCheckpoint(entity)]));
  }

  /** What has become of some runs' checkpoints since the latest completed one, of the `newest` last numbers of each. */
  async sinceCompleted(
    runIds: readonly RunId[],
    newest: number,
  ): Promise<ReadonlyMap<RunId, CheckpointsSinceCompleted>> {
    if (runIds.length === 0) return new Map();
    const rows = await this.#manager.query<(CheckpointsSinceCompleted & { readonly runId: RunId })[]>(
      `WITH recent AS (
         SELECT ended.* FROM unnest($1::uuid[]) AS wanted(run_id) CROSS JOIN LATERAL
           (SELECT run_id, job_id, id, status, trigger_timestamp, end_to_end_duration,
              status = 'FAILED' AND coalesce(failure_reason, '') <> ALL ($2::text[]) AS faulty
            FROM checkpoint WHERE run_id = wanted.run_id
              AND id > (SELECT max(latest.id) - $3 FROM checkpoint AS latest WHERE latest.run_id = wanted.run_id)) AS ended),
       done AS (SELECT DISTINCT ON (run_id) run_id, id, end_to_end_duration FROM recent WHERE status = 'COMPLETED' ORDER BY run_id, id DESC)
       SELECT recent.run_id AS "runId", max(done.id) AS "completedId", max(done.end_to_end_duration) AS "completedDuration",
         count(*) FILTER (WHERE faulty AND recent.id > coalesce(done.id, 0)) AS failed,
         min(trigger_timestamp) FILTER (WHERE faulty AND recent.id > coalesce(done.id, 0)) AS "failingSince",
         min(trigger_timestamp) FILTER (WHERE status = 'IN_PROGRESS' AND recent.id > coalesce(done.id, 0)) AS "openSince",
         (SELECT coalesce(failure_message, failure_reason) FROM checkpoint WHERE checkpoint.job_id = recent.job_id
            AND checkpoint.id = max(recent.id) FILTER (WHERE faulty)) AS message
       FROM recent LEFT JOIN done ON done.run_id = recent.run_id GROUP BY recent.run_id, recent.job_id`,
      [runIds, faultlessReasons, newest],
    );
    return new Map(rows.map(({ runId, ...since }) => [runId, since]));
  }

  /** Of all that the job ever had, trimmed ones among them. */
  async counts(jobId: JobId): Promise<CheckpointCounts> {
    const [row] = await this.#manager.query<Omit<CheckpointCounts, 'total'>[]>(
      `SELECT coalesce(completed, 0)::bigint AS completed, coalesce(failed, 0)::bigint AS failed, coalesce(restored, 0)::bigint AS restored,
         (SELECT count(*) FROM checkpoint WHERE job_id = $1 AND status = 'IN_PROGRESS') AS "inProgress"
       FROM (SELECT $1::uuid AS job_id) AS wanted LEFT JOIN checkpoint_count USING (job_id)`,
      [jobId],
    );
    const { inProgress, completed, failed, restored } = row ?? { inProgress: 0, completed: 0, failed: 0, restored: 0 };
    return { total: inProgress + completed + failed, inProgress, completed, failed, restored };
  }

  async countSince(timestamp: number): Promise<{ readonly completed: number; readonly failed: number }> {
    const rows = await this.#manager.query<{ completed: number; failed: number }[]>(
      `SELECT count(*) FILTER (WHERE status = 'COMPLETED') AS completed, count(*) FILTER (WHERE status = 'FAILED') AS failed
       FROM checkpoint WHERE trigger_timestamp >= $1`,
      [timestamp],
    );
    return rows[0] ?? { completed: 0, failed: 0 };
  }

  summary(jobId: JobId): Promise<CheckpointSummary> {
    return summarizeHistory(this.#manager, jobId);
  }

  /** The greatest number any checkpoint of the job ever had; 0 before the first. */
  async maxId(jobId: JobId): Promise<number> {
    const rows = await this.#manager.query<{ max: number | null }[]>(
      'SELECT max(id) AS max FROM checkpoint WHERE job_id = $1',
      [jobId],
    );
    return rows[0]?.max ?? 0;
  }

  /** Folders of checkpoints (not savepoints) that are still on storage. */
  async keptPaths(jobId: JobId): Promise<readonly string[]> {
    const rows = await this.#manager.query<{ path: string }[]>(
      `SELECT external_path AS path FROM checkpoint
       WHERE job_id = $1 AND kind = 'CHECKPOINT' AND status = 'COMPLETED' AND NOT discarded AND external_path IS NOT NULL`,
      [jobId],
    );
    return rows.map((row) => row.path);
  }

  /**
   * Completed checkpoints of a run's earlier epochs whose files are still there, beyond the run's newest `keep`: the attempt that runs
   * now does not know them, so nobody else removes them.
   */
  async superseded(runId: RunId, keep: number): Promise<readonly { readonly id: number; readonly path: string }[]> {
    return this.#manager.query<{ id: number; path: string }[]>(
      `SELECT id, external_path AS path FROM (
         SELECT id, epoch, external_path, row_number() OVER (ORDER BY id DESC) AS place FROM checkpoint
         WHERE run_id = $1 AND kind = 'CHECKPOINT' AND status = 'COMPLETED' AND NOT discarded AND external_path IS NOT NULL
       ) AS kept
       WHERE place > $2::bigint AND epoch < (SELECT epoch FROM run WHERE id = $1) ORDER BY id`,
      [runId, keep],
    );
  }

  /** Forgets the oldest checkpoints beyond the newest `keep`, if their files are gone. */
  async forgetOld(jobId: JobId, keep: number): Promise<void> {
    await this.#manager.query(
      `DELETE FROM checkpoint WHERE job_id = $1 AND (discarded OR status = 'FAILED')
         AND id <= (SELECT max(id) FROM checkpoint WHERE job_id = $1) - $2::bigint`,
      [jobId, keep],
    );
  }

  /**
   * Leaves of a job's ended checkpoints only so many details (operators, subtasks, channels) as take `bytesMax` on disk, the newest ones;
   * the others keep their summary.
   */
  async forgetDetails(jobId: JobId, bytesMax: number): Promise<void> {
    await this.#manager.query(
      `WITH sized AS (
         SELECT id, sum(pg_column_size(operators)) OVER (ORDER BY id DESC) AS total FROM checkpoint
         WHERE job_id = $1 AND status <> 'IN_PROGRESS' AND pg_column_size(operators) > $3::integer)
       UPDATE checkpoint SET operators = '[]' WHERE job_id = $1 AND id IN (SELECT id FROM sized WHERE total > $2::bigint)`,
      [jobId, bytesMax, emptyDetailBytes],
    );
  }

  #selection(): SelectQueryBuilder<CheckpointEntity> {
    return this.#manager
      .createQueryBuilder(CheckpointEntity, 'checkpoint')
      .select(listed.map((column) => `checkpoint.${column}`));
  }

  #filtered(jobId: JobId, filter: CheckpointFilter): SelectQueryBuilder<CheckpointEntity> {
    const query = this.#selection().where('checkpoint.jobId = :jobId', { jobId });
    if (filter.status !== undefined) query.andWhere('checkpoint.status = :status', { status: filter.status });
    if (filter.kind !== undefined) query.andWhere('checkpoint.kind = :kind', { kind: filter.kind });
    if (filter.onlyFaults === true)
      query.andWhere("coalesce(checkpoint.failureReason, '') NOT IN (:...faultless)", { faultless: faultlessReasons });
    if (filter.runId !== undefined) query.andWhere('checkpoint.runId = :runId', { runId: filter.runId });
    return query;
  }
}

function parametersOf(jobId: JobId, runId: RunId, record: CheckpointRecord): unknown[] {
  return [
    jobId,
    runId,
    record.id,
    record.snapshotId,
    record.epoch,
    record.status,
    record.kind,
    record.trigger,
    record.incremental,
    Math.round(record.triggerTimestamp),
    record.latestAckTimestamp === null ? null : Math.round(record.latestAckTimestamp),
    record.endToEndDuration,
    Math.round(record.checkpointedSize),
    Math.round(record.stateSize),
    Math.round(record.processedData),
    record.numSubtasks,
    record.numAcknowledgedSubtasks,
    record.externalPath,
    record.failureReason,
    record.failureMessage,
    JSON.stringify(record.operators),
  ];
}

function toCheckpoint(entity: CheckpointEntity): Checkpoint {
  const { operators: _operators, ...rest } = entity;
  return { ...rest, jobId: trusted(entity.jobId), runId: trusted(entity.runId) };
}
