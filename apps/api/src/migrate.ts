import { migrate } from '@weir/persistence';
import { loadEnvironment } from './config/environment.ts';

// Brings the database to the schema of this version; the launcher runs it before the API starts.
try {
  const done = await migrate(loadEnvironment().databaseUrl);
  process.stdout.write(
    `${JSON.stringify({ level: 'info', message: 'The database is up to date.', migrations: done })}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
