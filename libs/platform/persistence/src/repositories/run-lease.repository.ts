import { trusted, trustedNumber, type Epoch, type JobId, type RunId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import type { DesiredState, JobState } from '../records/job-state.ts';
import type { Owner } from '../records/run.ts';

/** Not ended, and what its job wants to have at work: these are the runs that need an owner. */
const open = `run.state NOT IN ('FINISHED', 'CANCELED', 'FAILED')
  AND EXISTS (SELECT 1 FROM job WHERE job.id = run.job_id AND job.current_run_id = run.id)`;
/** Nobody holds it: never taken, given back, its lease ran out, or its owner is an earlier start of the asking worker. */
const free = `(run.owner_id IS NULL OR run.lease_expires_at < clock_timestamp() OR (run.owner_id = $1 AND run.owner_incarnation < $2))`;
const mine = 'run.owner_id = $1 AND run.owner_incarnation = $2';

interface OpenRunRow {
  readonly id: string;
  readonly job_id: string;
  readonly state: JobState;
  readonly desired_state: DesiredState;
  readonly is_current: boolean;
  readonly is_free: boolean;
  readonly has_predecessor: boolean;
  readonly has_ending: boolean;
  readonly has_stop: boolean;
}

/** A run that has not ended, as the reconciler sees it. */
export interface OpenRun {
  readonly runId: RunId;
  readonly jobId: JobId;
  readonly state: JobState;
  readonly desiredState: DesiredState;
  readonly isCurrent: boolean;
  readonly isFree: boolean;
  /** An earlier run of the job is held by a host and has not ended. */
  readonly hasLivePredecessor: boolean;
  /** An operation that waits for the owner to end the run: cancel, restart or restore. */
  readonly hasOpenEnding: boolean;
  readonly hasOpenStop: boolean;
}

/** Who owns which run, and until when. All times are the database's, so that hosts' clocks do not matter. */
export class RunLeaseRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Runs that a host could take now, oldest first. A run whose predecessor is still being ended is not among them. */
  async listClaimable(
    owner: Owner,
    limit: number,
  ): Promise<readonly { readonly runId: RunId; readonly jobId: JobId }[]> {
    const rows = await this.#manager.query<{ id: string; job_id: string }[]>(
      `SELECT id, job_id FROM run WHERE ${open} AND ${free} AND ${this.#predecessorsEnded()} ORDER BY created_at LIMIT $3`,
      [owner.workerId, owner.incarnation, limit],
    );
    return rows.map((row) => ({ runId: trusted<RunId>(row.id), jobId: trusted<JobId>(row.job_id) }));
  }

  /** Takes a run when it is free; of several hosts that try, one succeeds. */
  async claim(runId: RunId, owner: Owner, leaseMs: number): Promise<boolean> {
    const [, affected] = await this.#manager.query<[unknown[], number]>(
      `UPDATE run SET owner_id = $1, owner_incarnation = $2, lease_expires_at = clock_timestamp() + make_interval(secs => $4 / 1000.0)
       WHERE id = $3 AND ${open} AND ${free} AND ${this.#predecessorsEnded()}`,
      [owner.workerId, owner.incarnation, runId, leaseMs],
    );
    return affected === 1;
  }

  /**
   * Extends the leases of these runs and answers which of them the owner still holds. A run that the owner was given without ever
   * learning it, because the answer to its claim was lost, is not among them: its lease runs out, and it can be claimed again. Of those
   * that somebody else's transaction has locked, none is waited for with `SKIP`.
   */
  async renew(
    owner: Owner,
    runIds: readonly RunId[],
    { leaseMs, locked }: { readonly leaseMs: number; readonly locked: 'SKIP' | 'WAIT' },
  ): Promise<readonly RunId[]> {
    const [rows] = await this.#manager.query<[{ id: string }[], number]>(
      `UPDATE run SET lease_expires_at = clock_timestamp() + make_interval(secs => $3 / 1000.0)
       FROM (SELECT id AS held_id FROM run WHERE ${mine} AND id = ANY($4::uuid[]) AND state NOT IN ('FINISHED', 'CANCELED', 'FAILED')
         ORDER BY id FOR NO KEY UPDATE ${locked === 'SKIP' ? 'SKIP LOCKED' : ''}) AS held
       WHERE id = held_id RETURNING id`,
      [owner.workerId, owner.incarnation, leaseMs, runIds],
    );
    return rows.map((row) => trusted<RunId>(row.id));
  }

  /** Says of the jobs whose current run the owner holds that their state was seen to be so just now. */
  async confirmStates(owner: Owner, now: number): Promise<void> {
    await this.#manager.query(
      `UPDATE job SET observed_at = greatest(observed_at, $3::bigint)
       WHERE id IN (SELECT run.job_id FROM run WHERE ${mine} AND run.state NOT IN ('FINISHED', 'CANCELED', 'FAILED'))
         AND EXISTS (SELECT 1 FROM run WHERE run.id = job.current_run_id AND run.state = job.state AND ${mine})`,
      [owner.workerId, owner.incarnation, now],
    );
  }

  /** Gives a run back, so that anybody may take it at once. */
  async release(runId: RunId, owner: Owner): Promise<void> {
    await this.#manager.query(
      `UPDATE run SET owner_id = NULL, owner_incarnation = NULL, lease_expires_at = NULL WHERE ${mine} AND id = $3`,
      [owner.workerId, owner.incarnation, runId],
    );
  }

  /** Whether the owner still holds the run; keeps it so until the transaction ends. Every write of a host begins with it. */
  async hold(runId: RunId, owner: Owner): Promise<boolean> {
    const rows = await this.#manager.query<unknown[]>(`SELECT 1 FROM run WHERE ${mine} AND id = $3 FOR NO KEY UPDATE`, [
      owner.workerId,
      owner.incarnation,
      runId,
    ]);
    return rows.length === 1;
  }

  /** The next epoch of the run's job, in one conditional statement; null when the owner does not hold the run any more. */
  async nextEpoch(runId: RunId, owner: Owner): Promise<Epoch | null> {
    const rows = await this.#manager.query<[{ epoch: number }[], number]>(
      `WITH held AS (SELECT id, job_id FROM run WHERE ${mine} AND id = $3 AND state NOT IN ('FINISHED', 'CANCELED', 'FAILED') FOR NO KEY UPDATE),
            next AS (UPDATE job SET epoch = epoch + 1 FROM held WHERE job.id = held.job_id RETURNING job.epoch)
       UPDATE run SET epoch = next.epoch FROM held, next WHERE run.id = held.id RETURNING run.epoch`,
      [owner.workerId, owner.incarnation, runId],
    );
    const epoch = rows[0][0]?.epoch;
    return epoch === undefined ? null : trustedNumber<Epoch>(epoch);
  }

  /** Takes a run, whatever its job wants of it, in order to end it. False when somebody holds it. */
  async seize(runId: RunId, owner: Owner): Promise<boolean> {
    const [, affected] = await this.#manager.query<[unknown[], number]>(
      `UPDATE run SET owner_id = $1, owner_incarnation = $2, lease_expires_at = clock_timestamp()
       WHERE id = $3 AND state NOT IN ('FINISHED', 'CANCELED', 'FAILED') AND ${free}`,
      [owner.workerId, owner.incarnation, runId],
    );
    return affected === 1;
  }

  /**
   * Runs that have not ended, with what is wanted of them. Those that are to end come first, so that thousands that wait for a host
   * never keep one from ending.
   */
  async listOpen(owner: Owner, limit: number): Promise<readonly OpenRun[]> {
    const rows = await this.#manager.query<OpenRunRow[]>(
      `${this.#openRuns()}
       ORDER BY job.current_run_id = run.id AND job.desired_state NOT IN ('STOPPED', 'CANCELED'), run.created_at LIMIT $3`,
      [owner.workerId, owner.incarnation, limit],
    );
    return rows.map(toOpenRun);
  }

  /** The same of one run; null when it has ended or is gone. */
  async findOpen(owner: Owner, runId: RunId): Promise<OpenRun | null> {
    const [row] = await this.#manager.query<OpenRunRow[]>(`${this.#openRuns()} AND run.id = $3`, [
      owner.workerId,
      owner.incarnation,
      runId,
    ]);
    return row === undefined ? null : toOpenRun(row);
  }

  #openRuns(): string {
    const hasOperation = (kinds: string): string =>
      `EXISTS (SELECT 1 FROM operation WHERE target_run_id = run.id AND kind IN (${kinds}) AND status IN ('PENDING', 'RUNNING'))`;
    return `SELECT run.id, run.job_id, run.state, job.desired_state, job.current_run_id = run.id AS is_current, ${free} AS is_free,
         EXISTS (SELECT 1 FROM run AS earlier WHERE earlier.job_id = run.job_id AND earlier.number < run.number
           AND earlier.owner_id IS NOT NULL AND earlier.state NOT IN ('FINISHED', 'CANCELED', 'FAILED')) AS has_predecessor,
         ${hasOperation(`'CANCEL', 'RESTART', 'RESTORE'`)} AS has_ending, ${hasOperation(`'STOP'`)} AS has_stop
       FROM run JOIN job ON job.id = run.job_id
       WHERE run.state NOT IN ('FINISHED', 'CANCELED', 'FAILED')`;
  }

  /** Earlier runs of the job that have an owner with a live lease must end first: two runs of a job never overlap. */
  #predecessorsEnded(): string {
    return `NOT EXISTS (SELECT 1 FROM run AS earlier WHERE earlier.job_id = run.job_id AND earlier.number < run.number
      AND earlier.state NOT IN ('FINISHED', 'CANCELED', 'FAILED', 'SUSPENDED'))`;
  }
}

function toOpenRun(row: OpenRunRow): OpenRun {
  return {
    runId: trusted(row.id),
    jobId: trusted(row.job_id),
    state: row.state,
    desiredState: row.desired_state,
    isCurrent: row.is_current,
    isFree: row.is_free,
    hasLivePredecessor: row.has_predecessor,
    hasOpenEnding: row.has_ending,
    hasOpenStop: row.has_stop,
  };
}
