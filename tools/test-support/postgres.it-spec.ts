import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from './postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describe('startTestPostgres', () => {
  it('keeps its data over a stop and over a kill', async () => {
    const url = await server.createDatabase();
    await ask(url, 'CREATE TABLE one AS SELECT 1 AS n');
    await server.pause();
    await expect(ask(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.resume();
    expect(await ask(url, 'SELECT n FROM one')).toEqual([{ n: 1 }]);
    await server.kill();
    await server.resume();
    expect(await ask(url, 'SELECT n FROM one')).toEqual([{ n: 1 }]);
  });
});
