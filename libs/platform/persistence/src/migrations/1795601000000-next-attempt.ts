import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run that waits for its next attempt says until when. */
export class NextAttempt1795601000000 implements MigrationInterface {
  readonly name = 'NextAttempt1795601000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE run ADD COLUMN next_attempt_at bigint');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
