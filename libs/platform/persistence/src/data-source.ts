import { DataSource, type DataSourceOptions } from 'typeorm';
import { entities } from './entities/entities.ts';
import { migrations } from './migrations/migrations.ts';

export interface DataSourceSettings {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
}

/**
 * How long a query may wait for a connection: for its turn among many, or for Postgres to answer. A Postgres that is down refuses at
 * once; only one that is cut off, or buried in work, is waited for.
 */
const connectMsMax = 5_000;

/** The connections to Postgres. Every wait is bounded, so that no request hangs on a database that is away. */
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
    connectTimeoutMS: connectMsMax,
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
