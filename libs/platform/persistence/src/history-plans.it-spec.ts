import { randomUUID } from 'node:crypto';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../../tools/test-support/postgres.ts';
import { createDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';
import { Repositories } from './store.ts';

const rowsMany = 10_000;

let server: TestPostgres;
let dataSource: DataSource;
const jobId = trusted<JobId>(randomUUID());
const runId = trusted<RunId>(randomUUID());
const page = { limit: 50, after: null };

beforeAll(async () => {
  server = await startTestPostgres();
  const url = await server.createDatabase();
  await migrate(url);
  dataSource = createDataSource({ url, poolSize: 2 });
  await dataSource.initialize();
  await fill(dataSource.manager);
});
afterAll(async () => {
  await dataSource.destroy();
  await server.stop();
});

/** Ten thousand jobs, one of them with as many checkpoints as are kept: none failed, no savepoint, details of some kilobytes. */
async function fill(manager: EntityManager): Promise<void> {
  await manager.query(
    `INSERT INTO job SELECT CASE n WHEN 1 THEN $1::uuid ELSE gen_random_uuid() END, 'job ' || n, 1, 'FINISHED', 'RUNNING', n, 1, '[]', NULL, 1, 1, n, 1
     FROM generate_series(1, ${rowsMany}) AS n`,
    [jobId],
  );
  await manager.query(
    `INSERT INTO run (id, job_id, number, version_number, state, parallelism, is_parallelism_overridden, origin, allow_non_restored_state,
       claim_mode, created_at, records_in, records_out, epoch)
     SELECT CASE job.id WHEN $1::uuid THEN $2::uuid ELSE gen_random_uuid() END, job.id, 1, 1, 'FINISHED', 1, false, '{"kind":"EMPTY"}', false,
       'NO_CLAIM', 1, 0, 0, 1 FROM job`,
    [jobId, runId],
  );
  await manager.query(
    `INSERT INTO checkpoint SELECT $1, n, gen_random_uuid(), $2, 1, 'COMPLETED', 'CHECKPOINT', 'PERIODIC', false, n * 1000, n * 1000 + 20, 20,
       1000, 1000, 0, 4, 4, '/snapshots/chk-' || n, NULL, NULL, n < ${rowsMany - 10}, to_json(repeat(md5(n::text), 40))
     FROM generate_series(1, ${rowsMany}) AS n`,
    [jobId, runId],
  );
  await manager.query(
    `INSERT INTO checkpoint SELECT run.job_id, n, gen_random_uuid(), run.id, 1, 'COMPLETED', 'CHECKPOINT', 'PERIODIC', false, n * 1000, n * 1000 + 20, 20,
       1000, 1000, 0, 4, 4, '/snapshots/chk-' || n, NULL, NULL, false, '[]'
     FROM run, generate_series(1, 2) AS n WHERE run.id <> $1`,
    [runId],
  );
  await manager.query(
    `INSERT INTO operation SELECT gen_random_uuid(), 'START', $1, gen_random_uuid(), NULL, 'SUCCEEDED', '{}', n, n, NULL, NULL, NULL
     FROM generate_series(1, ${rowsMany}) AS n`,
    [jobId],
  );
  await manager.query('VACUUM ANALYZE');
}

/** How many rows of each table some work looks at, by Postgres' own count; tables of which it sees a few are left out. */
async function rowsRead(work: (repositories: Repositories) => Promise<unknown>): Promise<Record<string, number>> {
  return dataSource.transaction(async (manager) => {
    const before = await rowsSeen(manager);
    await work(new Repositories(manager));
    const read = (await rowsSeen(manager)).map(({ table, rows }): [string, number] => [
      table,
      rows - (before.find((one) => one.table === table)?.rows ?? 0),
    ]);
    return Object.fromEntries(read.filter(([, rows]) => rows > 500));
  });
}

function rowsSeen(manager: EntityManager): Promise<{ readonly table: string; readonly rows: number }[]> {
  return manager.query(
    `SELECT relname AS "table", pg_stat_get_xact_tuples_returned(relid) + pg_stat_get_xact_tuples_fetched(relid) AS rows
     FROM pg_stat_user_tables`,
  );
}

describe('with ten thousand jobs and ten thousand checkpoints', () => {
  it.each<[string, (repositories: Repositories) => Promise<unknown>]>([
    ['a page of jobs', ({ jobs }) => jobs.list(page, { state: null, name: null })],
    ['the latest checkpoint of many jobs', ({ checkpoints }) => checkpoints.latestCompletedOf([jobId])],
    ['a page of history', ({ checkpoints }) => checkpoints.list(jobId, page, {})],
    ['a page of failed checkpoints', ({ checkpoints }) => checkpoints.list(jobId, page, { status: 'FAILED' })],
    ['a page of savepoints in the history', ({ checkpoints }) => checkpoints.list(jobId, page, { kind: 'SAVEPOINT' })],
    ['the latest failed checkpoint', ({ checkpoints }) => checkpoints.latest(jobId, { status: 'FAILED' })],
    [
      'the latest savepoint',
      ({ checkpoints }) => checkpoints.latest(jobId, { status: 'COMPLETED', kind: 'SAVEPOINT' }),
    ],
    ['what became of a run since its latest checkpoint', ({ checkpoints }) => checkpoints.sinceCompleted([runId], 50)],
    ['what failed of a run of late', ({ attempts }) => attempts.recentFailures([runId], { since: 0, newest: 100 })],
    ['what a run left open', ({ checkpoints }) => checkpoints.failOpen(runId, 'X', 'x')],
    ['the last hour', ({ checkpoints }) => checkpoints.countSince(rowsMany * 1_000 - 10_000)],
    ['operations that began a run', ({ operations }) => operations.openStarting(runId)],
  ])('reads %s through an index', async (_what, work) => {
    expect(await rowsRead(work)).toEqual({});
  });
});
