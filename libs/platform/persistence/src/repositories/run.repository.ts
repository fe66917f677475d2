import type { RunMetrics } from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import { In, type EntityManager } from 'typeorm';
import { RunEntity, RunMetricsEntity } from '../entities/run.entity.ts';
import { endStates } from '../records/job-state.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';
import type { Owner, Run } from '../records/run.ts';

export type RunChange = Partial<
  Pick<
    Run,
    | 'state'
    | 'restoredFrom'
    | 'failure'
    | 'startedAt'
    | 'endedAt'
    | 'recordsIn'
    | 'recordsOut'
    | 'ownerId'
    | 'ownerIncarnation'
    | 'nextAttemptAt'
  >
>;

/** The greatest value of Postgres' integer. */
const integerMax = 2_147_483_647;

/** Runs as records. Who owns them is `RunLeaseRepository`'s business. */
export class RunRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async insert(run: Run): Promise<void> {
    const { version, ...rest } = run;
    await this.#manager.insert(RunEntity, {
      ...rest,
      restoredFrom: run.restoredFrom === null ? null : { ...run.restoredFrom },
      versionNumber: version,
      leaseExpiresAt: null,
    });
  }

  async find(id: RunId): Promise<Run | null> {
    const entity = await this.#manager.findOneBy(RunEntity, { id });
    return entity === null ? null : toRun(entity);
  }

  async findMany(ids: readonly RunId[]): Promise<readonly Run[]> {
    if (ids.length === 0) return [];
    return (await this.#manager.findBy(RunEntity, { id: In([...ids]) })).map(toRun);
  }

  async list(jobId: JobId, request: PageRequest): Promise<Page<Run>> {
    const query = this.#manager
      .createQueryBuilder(RunEntity, 'run')
      .where('run.jobId = :jobId', { jobId })
      .orderBy('run.number', 'DESC');
    if (request.after !== null)
      query.andWhere('run.number < :rank', { rank: Math.min(request.after.rank, integerMax) });
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toRun), request.limit, (run) => ({ rank: run.number, id: '' }));
  }

  /** The runs of a job that have not ended, oldest first: the current one, and those that it is to replace. */
  async listOpen(jobId: JobId): Promise<readonly Run[]> {
    const entities = await this.#manager
      .createQueryBuilder(RunEntity, 'run')
      .where('run.jobId = :jobId AND run.state NOT IN (:...ended)', { jobId, ended: [...endStates] })
      .orderBy('run.number', 'ASC')
      .getMany();
    return entities.map(toRun);
  }

  async update(id: RunId, change: RunChange): Promise<void> {
    await this.#manager.update(RunEntity, { id }, { ...change });
  }

  /**
   * Answers whether the owner holds the run; nothing is written otherwise. SOON: the commit waits for no disk, and a power failure takes
   * back what was written in the moments before it; the next figures replace these anyway.
   */
  async saveMetrics(
    { runId, owner }: { readonly runId: RunId; readonly owner: Owner },
    metrics: RunMetrics,
    durable: 'NOW' | 'SOON',
  ): Promise<boolean> {
    const rows = await this.#manager.query<unknown[]>(
      `WITH held AS (UPDATE run SET records_in = $4, records_out = $5
         WHERE owner_id = $2 AND owner_incarnation = $3 AND id = $1 RETURNING id),
       commit AS MATERIALIZED (SELECT ${durable === 'SOON' ? "set_config('synchronous_commit', 'off', true)" : '1'})
       INSERT INTO run_metrics (run_id, metrics) SELECT id, $6 FROM held, commit
       ON CONFLICT (run_id) DO UPDATE SET metrics = excluded.metrics RETURNING run_id`,
      [runId, owner.workerId, owner.incarnation, metrics.recordsIn, metrics.recordsOut, JSON.stringify(metrics)],
    );
    return rows.length === 1;
  }

  async findMetrics(runId: RunId): Promise<RunMetrics | null> {
    const entity = await this.#manager.findOneBy(RunMetricsEntity, { runId });
    return entity === null ? null : entity.metrics;
  }
}

export function toRun(entity: RunEntity): Run {
  return {
    id: trusted(entity.id),
    jobId: trusted(entity.jobId),
    number: entity.number,
    version: entity.versionNumber,
    state: entity.state,
    parallelism: entity.parallelism,
    isParallelismOverridden: entity.isParallelismOverridden,
    origin: entity.origin,
    allowNonRestoredState: entity.allowNonRestoredState,
    claimMode: entity.claimMode,
    restoredFrom: entity.restoredFrom,
    failure: entity.failure,
    createdAt: entity.createdAt,
    startedAt: entity.startedAt,
    endedAt: entity.endedAt,
    recordsIn: entity.recordsIn,
    recordsOut: entity.recordsOut,
    ownerId: entity.ownerId,
    ownerIncarnation: entity.ownerIncarnation,
    epoch: entity.epoch,
    nextAttemptAt: entity.nextAttemptAt,
  };
}
