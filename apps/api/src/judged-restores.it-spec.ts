import { describe, expect, it } from 'vitest';
import type { FakeRun } from '../../../tools/test-support/fake-job-target.ts';
import { testApi } from '../../../tools/test-support/test-api.ts';

const operators = [
  { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
  { uid: 'end', type: 'blackhole', input: 'rows' },
];
const spec = { name: 'judged', operators };
const renamed = {
  name: 'judged',
  operators: [
    { ...operators[0], uid: 'lines' },
    { ...operators[1], input: 'lines' },
  ],
};

const api = testApi();

type Answer = Readonly<Record<string, unknown>>;

async function call(method: string, path: string, body: object = {}, headers: object = {}): Promise<Answer> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return { httpStatus: response.status, ...((await response.json()) as Answer) };
}

async function untilState(path: string, state: string): Promise<void> {
  await expect.poll(async () => (await call('GET', path))['state'], { timeout: 20_000 }).toBe(state);
}

/** A running job with a completed checkpoint. */
async function runningJob(): Promise<{ readonly path: string; readonly run: FakeRun }> {
  const path = `/jobs/${String((await call('POST', '/jobs', spec))['id'])}`;
  await untilState(path, 'RUNNING');
  const { id } = (await call('GET', path))['currentRun'] as { id: string };
  const run = api.target.runs.get(id);
  if (run === undefined) throw new Error('The target does not have the run.');
  await run.tick();
  return { path, run };
}

/** The job is as it was: its one run is RUNNING. */
async function expectUntouched(path: string): Promise<void> {
  expect(await call('GET', path)).toMatchObject({
    state: 'RUNNING',
    desiredState: 'RUNNING',
    currentRun: { number: 1 },
  });
}

describe('A request that may not succeed', () => {
  it('to restart above the key groups of the latest snapshot is refused, and what ran runs on', async () => {
    const { path } = await runningJob();
    for (const snapshot of api.target.storage.snapshots.values()) Object.assign(snapshot, { maxParallelism: 4 });
    expect(await call('POST', `${path}/restart`, { parallelism: 8 })).toMatchObject({
      httpStatus: 409,
      code: 'SNAPSHOT_INCOMPATIBLE',
    });
    await expectUntouched(path);
  });

  it('to restart into a spec that would lose state is refused, unless it may be lost', async () => {
    const { path } = await runningJob();
    const updated = await call('PUT', `${path}/spec`, renamed, { 'if-match': '"1"' });
    expect(updated).toMatchObject({
      httpStatus: 200,
      warnings: [
        { code: 'SNAPSHOT_INCOMPATIBLE', severity: 'warning', message: expect.stringContaining('rows') as string },
      ],
    });
    const refused = await call('POST', `${path}/restart`);
    expect(refused).toMatchObject({ httpStatus: 409, code: 'SNAPSHOT_INCOMPATIBLE' });
    expect(refused['detail']).toContain('allowNonRestoredState');
    await expectUntouched(path);
    expect(await call('POST', `${path}/restart`, { allowNonRestoredState: true })).toMatchObject({ httpStatus: 202 });
  });

  it.each(['start', 'restart'])(
    'to %s from the latest where nothing is left is refused, and begins empty where that is said',
    async (verb) => {
      const { path, run } = await runningJob();
      run.finish();
      await untilState(path, 'FINISHED');
      for (const [folder, snapshot] of api.target.storage.snapshots) {
        if (path.endsWith(snapshot.jobId)) api.target.storage.snapshots.delete(folder);
      }
      expect(await call('POST', `${path}/${verb}`)).toMatchObject({ httpStatus: 409, code: 'SNAPSHOT_NOT_FOUND' });
      expect(await call('GET', path)).toMatchObject({ state: 'FINISHED', currentRun: { number: 1 } });
      expect(await call('POST', `${path}/${verb}`, { empty: true })).toMatchObject({ httpStatus: 202 });
      await untilState(path, 'RUNNING');
      expect(await call('GET', path)).toMatchObject({ currentRun: { number: 2, restoredFrom: null } });
    },
  );

  it('to start from the latest in a job that has never run is refused; without a word it begins empty', async () => {
    const path = `/jobs/${String((await call('POST', '/jobs', { ...spec, start: false }))['id'])}`;
    expect(await call('POST', `${path}/start`, { latest: true })).toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
    expect(await call('POST', `${path}/start`, { latest: true, empty: true })).toMatchObject({ code: 'BODY_INVALID' });
    expect(await call('POST', `${path}/start`)).toMatchObject({ httpStatus: 202 });
  });
});
