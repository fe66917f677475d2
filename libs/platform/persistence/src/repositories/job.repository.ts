import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import { JobEntity, JobVersionEntity } from '../entities/job.entity.ts';
import type { Job, JobVersion } from '../records/job.ts';
import type { JobState } from '../records/job-state.ts';
import { pageOf, type Page, type PageRequest } from '../records/page.ts';

/** The greatest value of Postgres' integer. */
const integerMax = 2_147_483_647;

export interface JobFilter {
  readonly state: JobState | null;
  /** Part of the name, in any case. */
  readonly name: string | null;
}

export type JobChange = Partial<
  Pick<
    Job,
    | 'name'
    | 'version'
    | 'state'
    | 'desiredState'
    | 'observedAt'
    | 'parallelism'
    | 'warnings'
    | 'currentRunId'
    | 'runNumber'
  >
>;

export class JobRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async insert(job: Job): Promise<void> {
    const { version, ...rest } = job;
    await this.#manager.insert(JobEntity, { ...rest, warnings: [...job.warnings], versionNumber: version });
  }

  async find(id: JobId): Promise<Job | null> {
    const entity = await this.#manager.findOneBy(JobEntity, { id });
    return entity === null ? null : toJob(entity);
  }

  /**
   * Reads it and keeps others from changing it until the transaction ends. Every transaction that changes a job begins so. Rows that
   * refer to the job can still be added meanwhile, so that the output of a run never waits for a decision about its job.
   */
  async lock(id: JobId): Promise<Job | null> {
    // Written out: it is asked for with every write of a host, and the query builder takes longer than Postgres.
    const [entity] = await this.#manager.query<JobEntity[]>(
      `SELECT id, name, version_number AS "versionNumber", state, desired_state AS "desiredState", observed_at AS "observedAt", parallelism,
         warnings, current_run_id AS "currentRunId", run_number AS "runNumber", epoch, created_at AS "createdAt"
       FROM job WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    return entity === undefined ? null : toJob(entity);
  }

  async update(id: JobId, change: JobChange): Promise<void> {
    const { version, warnings, ...rest } = change;
    await this.#manager.update(
      JobEntity,
      { id },
      {
        ...rest,
        ...(warnings === undefined ? {} : { warnings: [...warnings] }),
        ...(version === undefined ? {} : { versionNumber: version }),
      },
    );
  }

  async delete(id: JobId): Promise<void> {
    await this.#manager.delete(JobEntity, { id });
  }

  async list(request: PageRequest, filter: JobFilter): Promise<Page<Job>> {
    const query = this.#manager
      .createQueryBuilder(JobEntity, 'job')
      .orderBy('job.createdAt', 'DESC')
      .addOrderBy('job.id', 'DESC');
    if (filter.state !== null) query.andWhere('job.state = :state', { state: filter.state });
    if (filter.name !== null) query.andWhere('strpos(lower(job.name), lower(:name)) > 0', { name: filter.name });
    if (request.after !== null) query.andWhere('(job.createdAt, job.id) < (:rank, :id)', request.after);
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toJob), request.limit, (job) => ({ rank: job.createdAt, id: job.id }));
  }

  async countByState(): Promise<Readonly<Partial<Record<JobState, number>>>> {
    const rows = await this.#manager.query<{ state: JobState; count: number }[]>(
      'SELECT state, count(*) AS count FROM job GROUP BY state',
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  async insertVersion(version: JobVersion): Promise<void> {
    await this.#manager.query(
      'INSERT INTO job_version (job_id, version_number, spec, parallelism, created_at) VALUES ($1, $2, $3, $4, $5)',
      [version.jobId, version.number, JSON.stringify(version.spec), version.parallelism, version.createdAt],
    );
  }

  async findVersion(jobId: JobId, number: number): Promise<JobVersion | null> {
    const entity = await this.#manager.findOneBy(JobVersionEntity, { jobId, versionNumber: number });
    return entity === null ? null : toVersion(entity);
  }

  /** Where the job's runs keep their checkpoints, and where the next would: `checkpointStorage.path` of its versions that ran, and of the current. */
  async storagePaths(jobId: JobId): Promise<readonly (string | null)[]> {
    const rows = await this.#manager.query<{ path: string | null }[]>(
      `SELECT DISTINCT version.spec->'checkpointStorage'->>'path' AS path FROM job_version AS version JOIN job ON job.id = version.job_id
       WHERE job.id = $1 AND (version.version_number = job.version_number
         OR EXISTS (SELECT 1 FROM run WHERE run.job_id = job.id AND run.version_number = version.version_number))
       LIMIT 20`,
      [jobId],
    );
    return rows.map(({ path }) => path);
  }

  async listVersions(jobId: JobId, request: PageRequest): Promise<Page<JobVersion>> {
    const query = this.#manager
      .createQueryBuilder(JobVersionEntity, 'version')
      .where('version.jobId = :jobId', { jobId })
      .orderBy('version.versionNumber', 'DESC');
    if (request.after !== null)
      query.andWhere('version.versionNumber < :rank', { rank: Math.min(request.after.rank, integerMax) });
    const rows = await query.limit(request.limit + 1).getMany();
    return pageOf(rows.map(toVersion), request.limit, (version) => ({ rank: version.number, id: '' }));
  }
}

function toJob(entity: JobEntity): Job {
  return {
    id: trusted(entity.id),
    name: entity.name,
    version: entity.versionNumber,
    state: entity.state,
    desiredState: entity.desiredState,
    observedAt: entity.observedAt,
    parallelism: entity.parallelism,
    warnings: entity.warnings,
    currentRunId: entity.currentRunId === null ? null : trusted<RunId>(entity.currentRunId),
    runNumber: entity.runNumber,
    epoch: entity.epoch,
    createdAt: entity.createdAt,
  };
}

function toVersion(entity: JobVersionEntity): JobVersion {
  return {
    jobId: trusted(entity.jobId),
    number: entity.versionNumber,
    spec: entity.spec,
    parallelism: entity.parallelism,
    createdAt: entity.createdAt,
  };
}
