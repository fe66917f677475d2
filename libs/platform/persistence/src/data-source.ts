import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities/entities.ts';
import { migrations } from './migrations/migrations.ts';

export interface DataSourceSettings {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
}

/**
 * The connection to Postgres. Every wait is bounded, so that a database that is away is noticed in less than a second
 * and a request never hangs on it.
 */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const options: DataSourceOptions = {
    type: 'postgres',
    url: settings.url,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsRun: false,
    synchronize: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    parseInt8: true,
    poolSize: settings.poolSize,
    connectTimeoutMS: 800,
    applicationName: 'weir',
    logging: false,
    extra: {
      query_timeout: 8_000,
      statement_timeout: 7_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  };
  return new DataSource(options);
}
