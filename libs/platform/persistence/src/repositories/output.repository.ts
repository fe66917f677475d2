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

export class OutputRepository {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Appends rows and drops the oldest beyond `keep`. */
  async append(jobId: JobId, rows: readonly OutputRow[], keep: number): Promise<void> {
    if (rows.length === 0) return;
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
    await this.#manager.query(
      `DELETE FROM output_row WHERE job_id = $1 AND position <=
         (SELECT position FROM output_row WHERE job_id = $1 ORDER BY position DESC OFFSET $2 LIMIT 1)`,
      [jobId, keep],
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
