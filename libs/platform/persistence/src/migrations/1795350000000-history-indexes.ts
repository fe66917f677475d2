import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // The latest of each status and the counts of a job, without reading its history.
  `CREATE INDEX checkpoint_status_idx ON checkpoint (job_id, status, id)`,
  `DROP INDEX checkpoint_completed_idx`,
  `CREATE INDEX checkpoint_savepoint_idx ON checkpoint (job_id, id) WHERE kind = 'SAVEPOINT'`,
  // What a run left behind; also what the foreign key looks for when a run is deleted.
  `CREATE INDEX checkpoint_run_idx ON checkpoint (run_id, id)`,
  // The last hour over all jobs.
  `CREATE INDEX checkpoint_triggered_idx ON checkpoint (trigger_timestamp, status)`,
];

/** Ten thousand checkpoints of a job, and as many jobs, are read through indexes. */
export class HistoryIndexes1795350000000 implements MigrationInterface {
  readonly name = 'HistoryIndexes1795350000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
