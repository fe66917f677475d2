import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { startTestPostgres, type TestPostgres } from '../../../../tools/test-support/postgres.ts';
import { createDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';

const names = migrations.map((migration) => new migration().name);

let server: TestPostgres;
let url: string;
let dataSource: DataSource;

beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
  dataSource = createDataSource({ url, poolSize: 2 });
});
afterAll(async () => {
  await dataSource.destroy();
  await server.stop();
});

describe('migrations', () => {
  it('bring an empty database to exactly what the entities say', async () => {
    expect(await migrate(url)).toEqual(names);
    await dataSource.initialize();
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('do nothing the second time, and two that run at once do not collide', async () => {
    const other = await server.createDatabase();
    const both = await Promise.all([migrate(other), migrate(other)]);
    expect(both.flat()).toEqual(names);
    expect(await migrate(other)).toEqual([]);
  });
});
