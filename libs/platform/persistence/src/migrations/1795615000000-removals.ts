import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE removal (
    job_id uuid NOT NULL,
    kind text NOT NULL,
    path text NOT NULL,
    created_at bigint NOT NULL,
    tries integer NOT NULL,
    next_try_at bigint NOT NULL,
    error text,
    CONSTRAINT removal_pk PRIMARY KEY (job_id, kind, path)
  )`,
  `CREATE INDEX removal_by_next_try ON removal (next_try_at)`,
];

/** Files of a deleted job are on record until they are gone. */
export class Removals1795615000000 implements MigrationInterface {
  readonly name = 'Removals1795615000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
