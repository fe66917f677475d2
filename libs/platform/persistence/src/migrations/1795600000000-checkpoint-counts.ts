import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE checkpoint_count (
    job_id uuid NOT NULL,
    completed bigint NOT NULL,
    failed bigint NOT NULL,
    restored bigint NOT NULL,
    CONSTRAINT checkpoint_count_pk PRIMARY KEY (job_id)
  )`,
  `ALTER TABLE checkpoint_count ADD CONSTRAINT checkpoint_count_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
  // What was trimmed before is not known any more.
  `INSERT INTO checkpoint_count SELECT job.id,
     (SELECT count(*) FROM checkpoint WHERE job_id = job.id AND status = 'COMPLETED'),
     (SELECT count(*) FROM checkpoint WHERE job_id = job.id AND status = 'FAILED'),
     (SELECT count(*) FROM attempt WHERE job_id = job.id AND restored_from IS NOT NULL)
   FROM job`,
];

/** How many checkpoints of a job ever ended is kept as they end: the history is trimmed, and its rows are too few to count. */
export class CheckpointCounts1795600000000 implements MigrationInterface {
  readonly name = 'CheckpointCounts1795600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
