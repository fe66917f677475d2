import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeHost, hostEnvironment, hostVariables, parseVariables } from '@weir/host-process';
import { createJob, getJob, listCheckpoints, listRuns, listWorkers, type JobsContext } from '@weir/jobs';
import { silentLogger, type JobId } from '@weir/kernel';
import { migrate } from '@weir/persistence';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestPostgres, type TestPostgres } from '../../../tools/test-support/postgres.ts';
import { mayMissRedis, startTestRedis, type TestRedis } from '../../../tools/test-support/redis.ts';
import { WorkerProcess } from './worker-process.ts';

const rows = 120_000;
const spec = {
  name: 'moving job',
  parallelism: 2,
  checkpointing: { interval: '200ms', mode: 'EXACTLY_ONCE', timeout: '30s', tolerableFailedCheckpoints: 100 },
  restartStrategy: { type: 'fixed-delay', attempts: 100, delay: '100ms' },
  operators: [
    {
      uid: 'numbers',
      type: 'datagen',
      rows,
      rowsPerSecond: 8_000,
      columns: { n: { kind: 'sequence', start: 0 }, k: { kind: 'int', min: 0, max: 9 } },
    },
    { uid: 'all', type: 'file', input: 'numbers', path: 'all', format: 'jsonl' },
    {
      uid: 'sums',
      type: 'aggregate',
      input: 'numbers',
      keyBy: ['k'],
      aggregates: { total: 'SUM(n)', seen: 'COUNT(*)' },
      emit: 'latest-per-batch',
    },
    { uid: 'figures', type: 'file', input: 'sums', path: 'figures', format: 'jsonl' },
  ],
};

const within = { timeout: 90_000, interval: 100 };

let postgres: TestPostgres;
let redis: TestRedis | undefined;
let databaseUrl = '';
let asker: ReturnType<typeof composeHost>;
let context: JobsContext;
let folder = '';
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  redis = await startTestRedis();
});
afterAll(async () => {
  await postgres.stop();
  await redis?.stop();
});

async function prepare(system: 'pg-boss' | 'bullmq'): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'weir workers '));
  databaseUrl = await postgres.createDatabase();
  await migrate(databaseUrl);
  const environment = parseVariables(z.object(hostVariables), {
    DATABASE_URL: databaseUrl,
    REDIS_URL: system === 'bullmq' ? (redis?.url ?? '') : '',
    WEIR_DATA_DIR: join(folder, 'asker'),
    WEIR_SNAPSHOT_DIR: join(folder, 'snapshots'),
    WEIR_FILES_DIR: join(folder, 'files'),
  });
  // Only the workers run jobs; this process asks for them.
  asker = composeHost(hostEnvironment(environment), { role: 'api', logger: silentLogger });
  for (const part of asker.parts) await part.start();
  ({ context } = asker);
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
  for (const part of [...asker.parts].reverse()) await part.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(system: 'pg-boss' | 'bullmq'): Promise<WorkerProcess> {
  const redisUrl = system === 'bullmq' ? (redis?.url ?? '') : '';
  const worker = new WorkerProcess(folder, { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
  workers.push(worker);
  await expect.poll(() => worker.isReady || worker.output, within).toBe(true);
  return worker;
}

async function completedCheckpoints(jobId: JobId): Promise<number> {
  const view = await listCheckpoints(context, jobId, { page: { limit: 1, after: null }, filter: {} });
  return view.counts.completed;
}

/** The process that holds the job's run now. */
async function owner(jobId: JobId): Promise<WorkerProcess | undefined> {
  const page = await listRuns(context, jobId, { limit: 10, after: null });
  const attempt = page.items.flatMap(({ attempts }) => attempts).sort((a, b) => b.epoch - a.epoch)[0];
  const entry = (await listWorkers(context)).find(({ id }) => id === attempt?.workerId);
  return workers.find(({ pid }) => pid === entry?.pid);
}

async function start(): Promise<JobId> {
  const { value } = await createJob(context, { spec, start: 'NOW', idempotency: { key: randomUUID(), digest: 'd' } });
  return value.job.id;
}

const stateOf = async (jobId: JobId): Promise<string> => (await getJob(context, jobId)).job.state;

/** Rows of the committed files; a name that begins with a dot is not committed. */
function committed(path: string): Record<string, number>[] {
  const files = join(folder, 'files', path);
  return readdirSync(files, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl') && !name.split('/').some((part) => part.startsWith('.')))
    .flatMap((name) => readFileSync(join(files, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Record<string, number>);
}

function expectEveryRowOnce(): void {
  const seen = new Uint8Array(rows);
  const totals = new Map<number, { total: number; seen: number }>();
  for (const { n = -1, k = -1 } of committed('all')) {
    seen[n] = (seen[n] ?? 0) + 1;
    const sum = totals.get(k) ?? { total: 0, seen: 0 };
    totals.set(k, { total: sum.total + n, seen: sum.seen + 1 });
  }
  expect(seen.every((times) => times === 1)).toBe(true);
  const last = new Map<number, { total: number; seen: number }>();
  for (const { k = -1, total = 0, seen: count = 0 } of committed('figures')) {
    if (count > (last.get(k)?.seen ?? 0)) last.set(k, { total, seen: count });
  }
  expect([...last].sort()).toEqual([...totals].sort());
}

describe.each(['bullmq', 'pg-boss'] as const)('two workers on %s', (system) => {
  const isMissing = system === 'bullmq' && mayMissRedis;

  it.skipIf(isMissing)(
    'hand a run over when one of them is killed: it goes on from its latest checkpoint, every row once',
    async () => {
      await prepare(system);
      await Promise.all([startWorker(system), startWorker(system)]);
      const jobId = await start();
      await expect.poll(() => completedCheckpoints(jobId), within).toBeGreaterThanOrEqual(5);
      const first = await owner(jobId);
      await first?.end('SIGKILL');
      if (system === 'bullmq') await redis?.flush();
      await expect.poll(async () => (await owner(jobId))?.pid, within).not.toBe(first?.pid);
      await expect.poll(() => stateOf(jobId), within).toBe('FINISHED');
      const { items } = await listRuns(context, jobId, { limit: 10, after: null });
      const attempts = items.flatMap((view) => view.attempts);
      expect(new Set(attempts.map(({ workerId }) => workerId)).size).toBe(2);
      expect(attempts.some(({ restoredFrom }) => (restoredFrom?.checkpointId ?? 0) > 0)).toBe(true);
      expectEveryRowOnce();
    },
  );
});

describe('a worker', () => {
  it('suspends its run with a last checkpoint on SIGTERM, and the next one goes on from there', async () => {
    await prepare('pg-boss');
    const first = await startWorker('pg-boss');
    const jobId = await start();
    await expect.poll(() => completedCheckpoints(jobId), within).toBeGreaterThanOrEqual(2);
    expect(await first.end('SIGTERM')).toBe(0);
    await startWorker('pg-boss');
    await expect.poll(() => stateOf(jobId), within).toBe('FINISHED');
    expectEveryRowOnce();
  });
});
