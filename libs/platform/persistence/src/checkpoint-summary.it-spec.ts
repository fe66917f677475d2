import { randomUUID } from 'node:crypto';
import { trusted, type JobId } from '@weir/kernel';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../../tools/test-support/postgres.ts';
import { createDataSource } from './data-source.ts';
import { migrate } from './migrate.ts';
import type { CheckpointSummary } from './records/checkpoint.ts';
import { Repositories } from './store.ts';

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

/** The summary of a job whose completed checkpoints took so long, beside one that failed. */
async function summaryOf(durations: readonly number[]): Promise<CheckpointSummary> {
  const jobId = trusted<JobId>(randomUUID());
  await dataSource.query(
    `INSERT INTO job SELECT $1::uuid, 'job', 1, 'FINISHED', 'RUNNING', 1, 1, '[]', NULL, 1, 1, 1, 1`,
    [jobId],
  );
  await dataSource.query(
    `INSERT INTO run (id, job_id, number, version_number, state, parallelism, is_parallelism_overridden, origin, allow_non_restored_state,
       claim_mode, created_at, records_in, records_out, epoch)
     SELECT gen_random_uuid(), $1, 1, 1, 'FINISHED', 1, false, '{"kind":"EMPTY"}', false, 'NO_CLAIM', 1, 0, 0, 1`,
    [jobId],
  );
  await dataSource.query(
    `INSERT INTO checkpoint SELECT $1, place, gen_random_uuid(), run.id, 1, CASE WHEN took < 0 THEN 'FAILED' ELSE 'COMPLETED' END, 'CHECKPOINT',
       'PERIODIC', false, 1, 1, took, took * 10, 7, 0, 1, 1, NULL, NULL, NULL, false, '[]'
     FROM run, unnest($2::double precision[]) WITH ORDINALITY AS durations(took, place) WHERE run.job_id = $1`,
    [jobId, [...durations, -1]],
  );
  return new Repositories(dataSource.manager).checkpoints.summary(jobId);
}

describe('the summary of a history', () => {
  it('has nothing to say about nothing', async () => {
    expect(await summaryOf([])).toEqual({
      count: 0,
      endToEndDuration: null,
      checkpointedSize: null,
      stateSize: null,
      processedData: null,
    });
  });

  it('interpolates as Flink does: at q(n + 1), counted from 1', async () => {
    const four = await summaryOf([4, 1, 3, 2]);
    expect(four.count).toBe(4);
    expect(four.endToEndDuration).toEqual({ min: 1, max: 4, avg: 2.5, p50: 2.5, p90: 4, p95: 4, p99: 4, p999: 4 });
    expect(four.checkpointedSize).toMatchObject({ min: 10, max: 40, p50: 25 });
    expect(four.stateSize).toEqual({ min: 7, max: 7, avg: 7, p50: 7, p90: 7, p95: 7, p99: 7, p999: 7 });
    expect(four.processedData).toMatchObject({ min: 0, p999: 0 });
    const hundred = (await summaryOf(Array.from({ length: 100 }, (_, index) => index + 1))).endToEndDuration;
    expect(hundred?.p50).toBeCloseTo(50.5);
    expect(hundred?.p90).toBeCloseTo(90.9);
    expect(hundred?.p99).toBeCloseTo(99.99);
    expect(hundred?.p999).toBe(100);
  });

  it('is that of the only one', async () => {
    expect((await summaryOf([5])).endToEndDuration).toMatchObject({ min: 5, avg: 5, p50: 5, p999: 5 });
  });
});
