import type { AttemptFailure, AttemptStarted } from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import { In, type EntityManager } from 'typeorm';
import type { Restoration } from '../records/checkpoint.ts';
import { AttemptEntity } from '../entities/run.entity.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';
import { countedFrom } from './counted-from.ts';
import type { Attempt, RecentFailures, RunException } from '../records/run.ts';

interface ExceptionRow {
  readonly run_id: string;
  readonly number: number;
  readonly epoch: number | null;
  readonly worker_id: string | null;
  readonly failure: AttemptFailure;
  readonly rank: number;
}

export class AttemptRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Records the beginning of an attempt; a repetition changes nothing. */
  async start(jobId: JobId, runId: RunId, workerId: string, attempt: AttemptStarted): Promise<void> {
    const { epoch, startedAt, restoredFrom } = attempt;
    await this.#manager.query(
      `WITH started AS (INSERT INTO attempt (run_id, epoch, job_id, worker_id, started_at, restored_from) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING RETURNING job_id, restored_from),
       restored AS (SELECT job_id FROM started WHERE restored_from IS NOT NULL),
       ${countedFrom('restored', { restored: '1' })}
       SELECT 1`,
      [runId, epoch, jobId, workerId, startedAt, restoredFrom === null ? null : JSON.stringify(restoredFrom)],
    );
  }

  async end(runId: RunId, epoch: number, endedAt: number, failure: AttemptFailure | null): Promise<void> {
    await this.#manager.update(AttemptEntity, { runId, epoch }, { endedAt, failure });
  }

  /** Closes the attempts of a run whose owner is gone, and answers their epochs. */
  async endOpen(runId: RunId, endedAt: number, failure: AttemptFailure | null): Promise<readonly number[]> {
    const [rows] = await this.#manager.query<[{ epoch: number }[], number]>(
      'UPDATE attempt SET ended_at = $2, failure = $3 WHERE run_id = $1 AND ended_at IS NULL RETURNING epoch',
      [runId, endedAt, failure === null ? null : JSON.stringify(failure)],
    );
    return rows.map((row) => row.epoch);
  }

  /** Attempts of some runs, in order. */
  async listByRuns(runIds: readonly RunId[]): Promise<readonly Attempt[]> {
    if (runIds.length === 0) return [];
    const rows = await this.#manager.find(AttemptEntity, {
      where: { runId: In([...runIds]) },
      order: { epoch: 'ASC' },
    });
    return rows.map(toAttempt);
  }

  /** Failures of attempts, and of runs that failed before their first attempt, newest first. */
  async listExceptions(jobId: JobId, request: PageRequest): Promise<Page<RunException>> {
    const rows = await this.#manager.query<ExceptionRow[]>(
      `SELECT * FROM (
         SELECT run.id AS run_id, run.number, attempt.epoch, attempt.worker_id, attempt.failure, run.number * 1000000000::bigint + attempt.epoch AS rank
         FROM attempt JOIN run ON run.id = attempt.run_id
         WHERE attempt.job_id = $1 AND attempt.failure IS NOT NULL
         UNION ALL
         SELECT run.id, run.number, NULL, NULL, run.failure, run.number * 1000000000::bigint
         FROM run WHERE run.job_id = $1 AND run.failure IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.run_id = run.id AND attempt.failure IS NOT NULL)
       ) AS exception
       WHERE $2::bigint IS NULL OR rank < $2 ORDER BY rank DESC LIMIT $3`,
      [jobId, request.after?.rank ?? null, request.limit + 1],
    );
    const page = pageOf(rows, request.limit, (row) => ({ rank: row.rank, id: '' }));
    return { items: page.items.map(toException), next: page.next };
  }

  /** What has failed of some runs since `since`, of the `newest` last attempts of each; runs without a failure are left out. */
  async recentFailures(
    runIds: readonly RunId[],
    { since, newest }: { readonly since: number; readonly newest: number },
  ): Promise<ReadonlyMap<RunId, RecentFailures>> {
    if (runIds.length === 0) return new Map();
    const rows = await this.#manager.query<(RecentFailures & { readonly runId: RunId })[]>(
      `SELECT recent.run_id AS "runId", count(*) AS count, min(ended_at) AS "firstAt", max(ended_at) AS "lastAt",
         (SELECT failure->>'message' FROM attempt WHERE attempt.run_id = recent.run_id AND attempt.epoch = max(recent.epoch)) AS message
       FROM unnest($1::uuid[]) AS wanted(run_id) CROSS JOIN LATERAL
         (SELECT run_id, epoch, ended_at, failure IS NOT NULL AS failed FROM attempt WHERE run_id = wanted.run_id ORDER BY epoch DESC LIMIT $3) AS recent
       WHERE failed AND ended_at >= $2 GROUP BY recent.run_id`,
      [runIds, since, newest],
    );
    return new Map(rows.map(({ runId, ...failures }) => [runId, failures]));
  }

  async latestRestored(jobId: JobId): Promise<Restoration | null> {
    const entity = await this.#manager
      .createQueryBuilder(AttemptEntity, 'attempt')
      .where('attempt.jobId = :jobId AND attempt.restoredFrom IS NOT NULL', { jobId })
      .orderBy('attempt.epoch', 'DESC')
      .limit(1)
      .getOne();
    if (entity === null || entity.restoredFrom === null) return null;
    return { ...entity.restoredFrom, restoreTimestamp: entity.startedAt, runId: trusted(entity.runId) };
  }
}

function toAttempt(entity: AttemptEntity): Attempt {
  return {
    runId: trusted(entity.runId),
    epoch: entity.epoch,
    workerId: entity.workerId,
    startedAt: entity.startedAt,
    endedAt: entity.endedAt,
    restoredFrom: entity.restoredFrom,
    failure: entity.failure,
  };
}

function toException(row: ExceptionRow): RunException {
  return {
    runId: trusted(row.run_id),
    runNumber: row.number,
    epoch: row.epoch,
    workerId: row.worker_id,
    failure: row.failure,
  };
}
