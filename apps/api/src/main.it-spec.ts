import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProcess } from '../../../tools/test-support/api-process.ts';
import { freePort, startTestPostgres, type TestPostgres } from '../../../tools/test-support/postgres.ts';
import type { checkpointPage } from './contract/checkpoint.schema.ts';
import type { job, jobPage } from './contract/job.schema.ts';
import type { operation } from './contract/operation.schema.ts';
import type { runPage } from './contract/run.schema.ts';

type Job = z.output<typeof job>;
type Checkpoints = z.output<typeof checkpointPage>;

let server: TestPostgres;
let dataDir: string;
let api: ApiProcess;

beforeAll(async () => {
  server = await startTestPostgres();
  dataDir = mkdtempSync(join(tmpdir(), 'weir api '));
  api = new ApiProcess({
    databaseUrl: await server.createDatabase(),
    dataDir,
    port: await freePort(),
    environment: { WEIR_SAMPLE_JOB: 'on' },
  });
  api.migrate();
  await api.start();
});
afterAll(async () => {
  await api.stop('SIGKILL');
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function until<T>(what: string, look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`Waited in vain for ${what}; last seen: ${JSON.stringify(seen)}\n${api.output}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const sample = async (): Promise<Job> => {
  const [first] = (await api.get<z.output<typeof jobPage>>('/jobs?name=word-count')).items;
  if (first === undefined) throw new Error('There is no sample job.');
  return first;
};
const checkpoints = (id: string): Promise<Checkpoints> => api.get<Checkpoints>(`/jobs/${id}/checkpoints`);

/** An attempt that began after the API did, and is RUNNING. */
async function runningAgain(id: string, attempts: number): Promise<void> {
  await until(
    'the next attempt',
    () => api.get<z.output<typeof runPage>>(`/jobs/${id}/runs?limit=1`),
    ({ items }) => items[0]?.attempts.length === attempts && items[0].state === 'RUNNING',
  );
}

async function done(begun: z.output<typeof operation>): Promise<z.output<typeof operation>> {
  return until(
    begun.kind,
    () => api.get<z.output<typeof operation>>(`/operations/${begun.id}`),
    ({ status }) => status === 'SUCCEEDED' || status === 'FAILED',
  );
}

describe('the API process with the embedded engine', () => {
  it('runs the sample job of an empty installation, and its checkpoints complete', async () => {
    const { id } = await sample();
    const page = await until(
      'two checkpoints',
      () => checkpoints(id),
      ({ counts }) => counts.completed >= 2,
    );
    expect(page.items.every((checkpoint) => checkpoint.externalPath?.startsWith(dataDir))).toBe(true);
    const detail = await api.get<{ operators: { subtasks: { channels: unknown[] }[] }[] }>(
      `/jobs/${id}/checkpoints/${page.latest.completed?.id ?? 0}`,
    );
    expect(detail.operators.length).toBeGreaterThan(0);
    expect(detail.operators.some((operator) => operator.subtasks.some((subtask) => subtask.channels.length > 0))).toBe(
      true,
    );
  });

  it('suspends with a last checkpoint at SIGTERM, and goes on from it in the same run', async () => {
    const { id, currentRun } = await sample();
    expect(await api.stop('SIGTERM')).toBe(0);
    await api.start();
    await runningAgain(id, 2);
    const seen = await sample();
    expect(seen.currentRun?.id).toBe(currentRun?.id);
    const { latest, counts } = await checkpoints(id);
    expect(latest.restored?.checkpointId).toBe(counts.completed);
    expect(counts.failed).toBe(0);
  });

  it('goes on after each of three kills, with the whole history', async () => {
    const { id } = await sample();
    const timesMs: number[] = [];
    for (let kill = 1; kill <= 3; kill += 1) {
      const before = await checkpoints(id);
      await until(
        'a new checkpoint',
        () => checkpoints(id),
        ({ counts }) => counts.completed > before.counts.completed,
      );
      await api.stop('SIGKILL');
      const killedAt = performance.now();
      await api.start();
      await runningAgain(id, 2 + kill);
      timesMs.push(Math.round(performance.now() - killedAt));
    }
    console.log(`From kill to RUNNING: ${timesMs.join(', ')} ms.`);
    const { items, counts } = await checkpoints(id);
    expect(counts.restored).toBe(4);
    const ids = items.map((checkpoint) => checkpoint.id);
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) - index));
    expect(items.filter((checkpoint) => checkpoint.status === 'IN_PROGRESS').length).toBeLessThanOrEqual(1);
  });

  it('processes and checkpoints on while Postgres is killed and away, and records it afterwards', async () => {
    const { id } = await sample();
    const before = await checkpoints(id);
    await server.kill();
    await until(
      'the outage',
      () => fetch(`${api.url}/readyz`),
      ({ status }) => status === 503,
    );
    const folder = join(dataDir, 'snapshots', id);
    const snapshots = (): Promise<number> =>
      Promise.resolve(
        Math.max(
          ...readdirSync(folder, { recursive: true }).map((path) => Number(/chk-(\d+)$/.exec(String(path))?.[1] ?? 0)),
        ),
      );
    const newest = await snapshots();
    await until('a checkpoint during the outage', snapshots, (number) => number > newest);
    await server.resume();
    const after = await until(
      'its record',
      () => checkpoints(id).catch(() => before),
      ({ latest }) => (latest.completed?.id ?? 0) > newest,
    );
    expect(after.counts.failed).toBe(before.counts.failed);
    expect(after.counts.restored).toBe(before.counts.restored);
  });

  it('restores a savepoint at another parallelism, with exact results in the files', async () => {
    const rows = 200_000;
    const created = await api.post<Job>('/jobs', {
      name: 'exact',
      parallelism: 2,
      checkpointing: { interval: '200ms' },
      operators: [
        {
          uid: 'rows',
          type: 'datagen',
          rows,
          rowsPerSecond: 60_000,
          columns: { n: { kind: 'sequence', start: 0, step: 1 } },
        },
        { uid: 'out', type: 'file', input: 'rows', path: 'exact', format: 'jsonl' },
      ],
    });
    await until(
      'RUNNING',
      () => api.get<Job>(`/jobs/${created.id}`),
      ({ state }) => state === 'RUNNING',
    );
    const taken = await done(await api.post(`/jobs/${created.id}/savepoints`, { name: 'half way' }));
    expect(taken.status).toBe('SUCCEEDED');
    const stopped = await done(await api.post(`/jobs/${created.id}/stop`));
    expect(stopped.status).toBe('SUCCEEDED');
    const restored = await done(
      await api.post(`/jobs/${created.id}/restore`, { snapshotId: stopped.result?.snapshotId, parallelism: 3 }),
    );
    expect(restored.status).toBe('SUCCEEDED');
    await until(
      'FINISHED',
      () => api.get<Job>(`/jobs/${created.id}`),
      ({ state }) => state === 'FINISHED',
    );
    const seen = new Uint8Array(rows);
    const folder = join(dataDir, 'files', 'exact');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.name.startsWith('.'),
    );
    for (const file of files) {
      for (const line of readFileSync(join(file.parentPath, file.name), 'utf8').split('\n')) {
        if (line === '') continue;
        const { n } = JSON.parse(line) as { n: number };
        seen[n] = (seen[n] ?? 0) + 1;
      }
    }
    expect(seen.every((count) => count === 1)).toBe(true);
  });
});
