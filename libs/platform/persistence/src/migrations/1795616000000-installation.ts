import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE installation (
    is_single boolean NOT NULL,
    id uuid NOT NULL,
    snapshot_folder text,
    CONSTRAINT installation_pk PRIMARY KEY (is_single),
    CONSTRAINT installation_single CHECK (is_single)
  )`,
  `INSERT INTO installation (is_single, id) VALUES (true, gen_random_uuid())`,
];

/** An installation knows itself, and where the paths that it has recorded begin. */
export class Installation1795616000000 implements MigrationInterface {
  readonly name = 'Installation1795616000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
