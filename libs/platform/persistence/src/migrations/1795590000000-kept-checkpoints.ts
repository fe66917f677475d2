import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The latest snapshot of a job that is still there is found without reading those that are not. */
export class KeptCheckpoints1795590000000 implements MigrationInterface {
  readonly name = 'KeptCheckpoints1795590000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX checkpoint_kept_idx ON checkpoint (job_id, id) WHERE status = 'COMPLETED' AND NOT discarded`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
