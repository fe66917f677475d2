import { randomUUID } from 'node:crypto';
import { trusted, type JobId } from '@weir/kernel';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../../../tools/test-support/postgres.ts';
import { createDataSource } from '../data-source.ts';
import { migrate } from '../migrate.ts';
import { OutputRepository } from './output.repository.ts';

let server: TestPostgres;
let dataSource: DataSource;

beforeAll(async () => {
  server = await startTestPostgres();
  const url = await server.createDatabase();
  await migrate(url);
  dataSource = createDataSource({ url, poolSize: 2 });
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await server.stop();
});

async function emptyJob(): Promise<JobId> {
  const jobId = trusted<JobId>(randomUUID());
  await dataSource.query(
    `INSERT INTO job SELECT $1::uuid, 'job ' || $1, 1, 'FINISHED', 'RUNNING', 1, 1, '[]', NULL, 1, 1, 1, 1`,
    [jobId],
  );
  return jobId;
}

const rowsOf = (operator: string, from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    sequence: from + at,
    operator,
    subtask: 0,
    timestamp: 1,
    row: { n: from + at },
  }));

const numbersOf = async (output: OutputRepository, jobId: JobId, operator: string) =>
  (await output.read(jobId, { after: null, limit: 50_000, operator })).map(({ row }) => row['n']);

it('keeps the latest rows of each operator up to its limit, however loud another is', async () => {
  const output = new OutputRepository(dataSource.manager);
  const [jobId, other] = [await emptyJob(), await emptyJob()];
  const limits = new Map([
    ['quiet', 3],
    ['loud', 5_000],
  ]);
  await output.append(other, rowsOf('quiet', 0, 2), limits);
  await output.append(jobId, rowsOf('quiet', 0, 5), limits);
  await output.append(jobId, rowsOf('loud', 0, 4_000), limits);
  await output.append(jobId, rowsOf('loud', 4_000, 3_500), limits);
  expect(await numbersOf(output, jobId, 'quiet')).toEqual([2, 3, 4]);
  expect(await numbersOf(output, jobId, 'loud')).toEqual(Array.from({ length: 5_000 }, (_, at) => 2_500 + at));
  expect(await numbersOf(output, other, 'quiet')).toEqual([0, 1]);
});

it('forgets an operator that the spec names no more, so that renaming does not heap up rows', async () => {
  const output = new OutputRepository(dataSource.manager);
  const jobId = await emptyJob();
  await output.append(jobId, rowsOf('before', 0, 5), new Map([['before', 10]]));
  await output.append(jobId, rowsOf('after', 0, 5), new Map([['after', 10]]));
  expect(await numbersOf(output, jobId, 'before')).toEqual([]);
  expect(await numbersOf(output, jobId, 'after')).toHaveLength(5);
});
