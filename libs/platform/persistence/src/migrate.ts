import pg from 'pg';
import { createDataSource } from './data-source.ts';

/** Any number will do as long as nothing else in this database takes it. */
const migrationLock = 7_731_402;

/**
 * Runs the migrations that are missing and answers their names. Processes that start together wait for each other
 * on an advisory lock. Rejects when the database cannot be reached or a migration fails; each runs in a transaction.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const gate = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await gate.connect();
  try {
    await gate.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const dataSource = createDataSource({ url, poolSize: 1 });
    await dataSource.initialize();
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await gate.end();
  }
}
