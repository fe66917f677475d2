import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const spec = {
  name: 'lost and found',
  operators: [
    { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
    { uid: 'end', type: 'blackhole', input: 'rows' },
  ],
};

const api = testApi();

async function call(method: string, path: string, body: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('Snapshots and jobs that do not exist', () => {
  it.each([
    ['GET', ''],
    ['GET', '/checkpoints'],
    ['POST', '/start'],
    ['POST', '/stop'],
    ['POST', '/cancel'],
    ['POST', '/checkpoints'],
    ['POST', '/savepoints'],
  ])('case 92: an unknown job is not found by %s /jobs/{jobId}%s', async (method, path) => {
    expect(await call(method, `/jobs/${nobody}${path}`)).toMatchObject({ status: 404, code: 'JOB_NOT_FOUND' });
  });

  it.each([
    ['start', { path: '/snapshots/nowhere' }],
    ['start', { snapshotId: nobody }],
    ['restore', { path: '/snapshots/nowhere' }],
    ['restore', { snapshotId: nobody }],
  ])('case 92: to %s from %o is refused before anything begins or stops', async (verb, from) => {
    const { id } = await call('POST', '/jobs', { ...spec, start: false });
    const path = `/jobs/${String(id)}`;
    expect(await call('POST', `${path}/${verb}`, from)).toMatchObject({ status: 409, code: 'SNAPSHOT_NOT_FOUND' });
    expect(await call('GET', path)).toMatchObject({ state: 'CREATED', currentRun: null });
    expect(await call('GET', `${path}/runs`)).toMatchObject({ items: [] });
  });

  it('case 92: a folder for a savepoint may be left out, and must lie under a root of snapshots', async () => {
    const { id } = await call('POST', '/jobs', spec);
    const path = `/jobs/${String(id)}`;
    await expect.poll(async () => (await call('GET', path))['state'], { timeout: 20_000 }).toBe('RUNNING');
    expect(await call('POST', `${path}/savepoints`)).toMatchObject({ kind: 'SAVEPOINT', status: 'PENDING' });
    expect(await call('POST', `${path}/savepoints`, { directory: '/etc' })).toMatchObject({
      status: 422,
      code: 'DIRECTORY_NOT_ALLOWED',
    });
  });
});
