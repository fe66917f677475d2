import type { OutputRow } from '@weir/run-contract';
import type { JobId } from '@weir/kernel';
import type { EntityManager } from 'typeorm';
import { OutputRowEntity } from '../entities/run.entity.ts';
import type { OutputRecord } from '../records/run.ts';

export interface OutputQuery {
  /** Rows after this position; null for the newest. */
  readonly after: number | null;
  readonly limit: number;
  readonly operator: string | null;
}

/** So many rows travel in one statement. */
const rowsPerInsert = 1_000;

export class OutputRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Appends rows, and keeps of each operator as many of its latest as `limits` says: none of one that is not named there. */
  async append(jobId: JobId, rows: readonly OutputRow[], limits: ReadonlyMap<string, number>): Promise<void> {
    if (rows.length === 0) return;
    for (let from = 0; from < rows.length; from += rowsPerInsert) {
      await this.#insert(jobId, rows.slice(from, from + rowsPerInsert));
    }
    await this.#manager.query(
      `DELETE FROM output_row WHERE position IN (
         SELECT position
         FROM (
           SELECT position, operator, row_number() OVER (PARTITION BY operator ORDER BY position DESC) AS age
           FROM output_row WHERE job_id = $1
         ) AS aged
         LEFT JOIN ROWS FROM (unnest($2::text[]), unnest($3::int[])) AS kept(operator, rows) USING (operator)
         WHERE age > coalesce(kept.rows, 0)
       )`,
      [jobId, [...limits.keys()], [...limits.values()]],
    );
  }

  async #insert(jobId: JobId, rows: readonly OutputRow[]): Promise<void> {
    await this.#manager.query(
      `INSERT INTO output_row (job_id, operator, subtask, timestamp, "row")
       SELECT $1, operator, subtask, timestamp, "row"
       FROM ROWS FROM (unnest($2::text[]), unnest($3::int[]), unnest($4::bigint[]), unnest($5::json[])) AS t(operator, subtask, timestamp, "row")`,
      [
        jobId,
        rows.map((row) => row.operator),
        rows.map((row) => row.subtask),
        rows.map((row) => Math.round(row.timestamp)),
        rows.map((row) => JSON.stringify(row.row)),
      ],
    );
  }

  /** Rows, oldest first. */
  async read(jobId: JobId, request: OutputQuery): Promise<readonly OutputRecord[]> {
    const query = this.#manager
      .createQueryBuilder(OutputRowEntity, 'output')
      .where('output.jobId = :jobId', { jobId })
      .limit(request.limit);
    if (request.operator !== null) query.andWhere('output.operator = :operator', { operator: request.operator });
    if (request.after === null) {
      const newest = await query.orderBy('output.position', 'DESC').getMany();
      return newest.reverse().map(toRecord);
    }
    return (
      await query
        .andWhere('output.position > :after', { after: request.after })
        .orderBy('output.position', 'ASC')
        .getMany()
    ).map(toRecord);
  }
}

function toRecord(entity: OutputRowEntity): OutputRecord {
  return {
    position: entity.position,
    operator: entity.operator,
    subtask: entity.subtask,
    timestamp: entity.timestamp,
    row: entity.row,
  };
}
