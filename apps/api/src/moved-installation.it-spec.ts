import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { ApiProcess } from '../../../tools/test-support/api-process.ts';
import { freePort, startTestPostgres, type TestPostgres } from '../../../tools/test-support/postgres.ts';
import type { checkpointPage } from './contract/checkpoint.schema.ts';
import type { job } from './contract/job.schema.ts';
import type { operation } from './contract/operation.schema.ts';
import type { runPage } from './contract/run.schema.ts';

type Job = z.output<typeof job>;
type Operation = z.output<typeof operation>;

let server: TestPostgres;
let databaseUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'weir "moved" '));
const places = { before: join(folder, 'before'), after: join(folder, 'after') };
const processes: ApiProcess[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
  databaseUrl = await server.createDatabase();
});
afterAll(async () => {
  for (const api of processes) await api.stop('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function apiOn(dataDir: string, url = databaseUrl): Promise<ApiProcess> {
  const api = new ApiProcess({ databaseUrl: url, dataDir, port: await freePort() });
  processes.push(api);
  api.migrate();
  return api;
}

async function until<T>(what: string, look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const done = (api: ApiProcess, { id }: Operation): Promise<Operation> =>
  until(
    'the operation',
    () => api.get<Operation>(`/operations/${id}`),
    ({ finishedAt }) => finishedAt !== null,
  );
const running = (api: ApiProcess, id: string): Promise<Job> =>
  until(
    'RUNNING',
    () => api.get<Job>(`/jobs/${id}`),
    ({ state }) => state === 'RUNNING',
  );
const checkpointsOf = (api: ApiProcess, id: string) =>
  api.get<z.output<typeof checkpointPage>>(`/jobs/${id}/checkpoints`);

const spec = {
  checkpointing: { interval: '100ms' },
  operators: [
    { uid: 'rows', type: 'datagen', rowsPerSecond: 100, columns: { n: { kind: 'sequence', start: 0, step: 1 } } },
    { uid: 'out', type: 'blackhole', input: 'rows' },
  ],
};

it('goes on from its snapshots after its data folder was moved, and removes the old ones', async () => {
  const first = await apiOn(places.before);
  await first.start();
  const [stopped, live] = await Promise.all(
    ['stopped', 'live'].map((name) => first.post<Job>('/jobs', { name, ...spec })),
  );
  if (stopped === undefined || live === undefined) throw new Error('Two jobs were created.');
  for (const { id } of [stopped, live]) await running(first, id);
  const savepoint = await done(first, await first.post(`/jobs/${stopped.id}/stop`));
  expect(savepoint.result?.path?.startsWith(places.before)).toBe(true);
  await until(
    'a checkpoint',
    () => checkpointsOf(first, live.id),
    ({ counts }) => counts.completed > 0,
  );
  expect(await first.stop('SIGTERM')).toBe(0);

  renameSync(places.before, places.after);
  const second = await apiOn(places.after);
  await second.start();
  await running(second, live.id);
  const before = await checkpointsOf(second, live.id);
  expect(before.latest.restored?.path.startsWith(places.after)).toBe(true);
  const retained = before.items.find(({ status, discarded }) => status === 'COMPLETED' && !discarded);
  const old = String(retained?.externalPath);
  expect(old.startsWith(places.after)).toBe(true);
  await until(
    'its removal',
    () => checkpointsOf(second, live.id),
    () => !existsSync(old),
  );

  const told = await second.get<Operation>(`/operations/${savepoint.id}`);
  expect(told.result?.path?.startsWith(places.after)).toBe(true);
  const restored = await done(second, await second.post(`/jobs/${stopped.id}/start`, { latest: true }));
  expect(restored.status).toBe('SUCCEEDED');
  const [run] = (await second.get<z.output<typeof runPage>>(`/jobs/${stopped.id}/runs?limit=1`)).items;
  expect(run?.restoredFrom?.path).toBe(told.result?.path);

  // Another installation finds out before it touches anything.
  const stranger = await apiOn(places.after, await server.createDatabase());
  await expect(stranger.start()).rejects.toThrow('holds the snapshots of another installation');
  await second.stop('SIGTERM');
});
