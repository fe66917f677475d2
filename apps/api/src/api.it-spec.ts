import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { FakeRun } from '../../../tools/test-support/fake-job-target.ts';
import { testApi } from '../../../tools/test-support/test-api.ts';
import { contract } from './contract/contract.ts';
import { openApiDocument } from './contract/document.ts';

const spec = {
  name: 'word count',
  checkpointing: { interval: '5s' },
  operators: [
    { uid: 'lines', type: 'elements', rows: [{ line: 'a b' }] },
    { uid: 'words', type: 'flat-map', input: 'lines', split: { column: 'line', separator: '\\s+', as: 'word' } },
    { uid: 'out', type: 'print', input: 'words' },
  ],
};

const api = testApi();

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Calls the API, and checks every JSON answer against the schema that the contract promises for it. */
async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  if (response.status < 400) promised(method, path)?.parse(json);
  return { status: response.status, headers: response.headers, body: json };
}

function promised(method: string, path: string): z.ZodType | undefined {
  const bare = path.split('?')[0] ?? '';
  const fits = contract.filter((one) => {
    const pattern = `${one.base === 'root' ? '' : '/api/v1'}${one.path}`.replace(/\{\w+\}/g, '[^/]+');
    return one.method === method && new RegExp(`^${pattern}$`).test(bare);
  });
  const exact = fits.find((one) => !one.path.endsWith('}')) ?? fits[0];
  expect(exact, `${method} ${path} is in the contract`).toBeDefined();
  return exact?.success.schema;
}

async function until<T>(look: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function startedJob(): Promise<{ readonly id: string; readonly fake: FakeRun }> {
  const { body } = await call('POST', '/api/v1/jobs', spec);
  const id = String(body['id']);
  const seen = await until(
    () => call('GET', `/api/v1/jobs/${id}`),
    ({ body: job }) => job['state'] === 'RUNNING',
  );
  const fake = api.target.runs.get((seen.body['currentRun'] as { id: string }).id);
  if (fake === undefined) throw new Error('The target does not have the run.');
  return { id, fake };
}

async function operationDone(answer: Answer): Promise<Answer> {
  expect(answer.status).toBe(202);
  const location = answer.headers.get('location') ?? '';
  return until(
    () => call('GET', location),
    ({ body }) => body['status'] === 'SUCCEEDED' || body['status'] === 'FAILED',
  );
}

describe('jobs', () => {
  it('are created, started, listed, versioned, cancelled and deleted', async () => {
    const created = await call('POST', '/api/v1/jobs', { ...spec, start: false });
    expect(created.status).toBe(201);
    const path = created.headers.get('location') ?? '';
    expect(path).toBe(`/api/v1/jobs/${String(created.body['id'])}`);
    expect(created.body).toMatchObject({ state: 'CREATED', desiredState: 'CREATED', version: 1, currentRun: null });
    const started = await operationDone(await call('POST', `${path}/start`));
    expect(started.body).toMatchObject({ kind: 'START', status: 'SUCCEEDED' });
    const list = await call('GET', '/api/v1/jobs?state=RUNNING&name=WORD');
    expect(JSON.stringify(list.body)).toContain(String(created.body['id']));
    const etag = `"${String((await call('GET', path)).body['version'])}"`;
    expect((await call('PUT', `${path}/spec`, { ...spec, name: 'renamed' })).status).toBe(428);
    expect((await call('PUT', `${path}/spec`, { ...spec, name: 'renamed' }, { 'if-match': '"7"' })).body).toMatchObject(
      { code: 'VERSION_CONFLICT', status: 412 },
    );
    const updated = await call('PUT', `${path}/spec`, { ...spec, name: 'renamed' }, { 'if-match': etag });
    expect(updated.body).toMatchObject({ version: 2, name: 'renamed' });
    expect(updated.headers.get('etag')).toBe('"2"');
    expect((await call('GET', `${path}/versions`)).body['items']).toHaveLength(2);
    expect((await call('GET', `${path}/versions/1`)).body).toMatchObject({ spec: { name: 'word count' } });
    expect((await call('DELETE', path)).body).toMatchObject({ code: 'ACTION_NOT_ALLOWED', status: 409 });
    await operationDone(await call('POST', `${path}/cancel`));
    await until(
      () => call('GET', path),
      ({ body }) => body['state'] === 'CANCELED',
    );
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).body).toMatchObject({ code: 'JOB_NOT_FOUND' });
  });

  it('show graph, metrics, output, runs and exceptions', async () => {
    const { id, fake } = await startedJob();
    fake.print({ word: 'b\u0000', nested: { n: null } });
    const path = `/api/v1/jobs/${id}`;
    const output = await until(
      () => call('GET', `${path}/output`),
      ({ body }) => (body['items'] as unknown[]).length === 1,
    );
    expect(output.body['items']).toMatchObject([{ operator: 'out', row: { word: 'b\u0000', nested: { n: null } } }]);
    const cursor = String(output.body['nextCursor']);
    expect((await call('GET', `${path}/output?cursor=${cursor}`)).body).toEqual({ items: [], nextCursor: cursor });
    const graph = await until(
      () => call('GET', `${path}/graph`),
      ({ body }) => body['timestamp'] !== null,
    );
    expect(graph.body['edges']).toMatchObject([
      { from: 'lines', to: 'words' },
      { from: 'words', to: 'out' },
    ]);
    expect((await call('GET', `${path}/metrics`)).body).toMatchObject({ recordsIn: 10, recordsOut: 20 });
    await fake.fail('column n is null');
    const exceptions = await until(
      () => call('GET', `${path}/exceptions`),
      ({ body }) => (body['items'] as unknown[]).length === 1,
    );
    expect(exceptions.body['items']).toMatchObject([
      { runNumber: 1, failure: { message: 'column n is null', operatorUid: 'lines' } },
    ]);
    const runs = await until(
      () => call('GET', `${path}/runs`),
      ({ body }) => JSON.stringify(body).split('"epoch"').length === 3,
    );
    const run = (runs.body['items'] as { id: string }[])[0];
    expect((await call('GET', `${path}/runs/${run?.id ?? ''}`)).body).toMatchObject({ number: 1 });
  });

  it('answer a spec that the document excludes with diagnostics, and never as malformed', async () => {
    const [lines, ...others] = spec.operators;
    const wrong = { ...spec, retries: 3, operators: [{ ...lines, type: 'element' }, ...others] };
    const problem = {
      status: 422,
      code: 'SPEC_INVALID',
      errors: [
        { pointer: '/operators/0/type', code: 'UNKNOWN_OPERATOR_TYPE' },
        { pointer: '/retries', code: 'UNKNOWN_FIELD' },
      ],
    };
    expect((await call('POST', '/api/v1/jobs', wrong)).body).toMatchObject(problem);
    const { id } = (await call('POST', '/api/v1/jobs', { ...spec, start: false })).body;
    const put = (body: unknown): Promise<Answer> =>
      call('PUT', `/api/v1/jobs/${String(id)}/spec`, body, { 'if-match': '"1"' });
    expect((await put(wrong)).body).toMatchObject(problem);
    expect((await put({ ...spec, start: false })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/start', code: 'UNKNOWN_FIELD' }],
    });
    expect((await call('POST', '/api/v1/jobs/validate', wrong)).body).toMatchObject({
      valid: false,
      diagnostics: problem.errors,
    });
  });

  it('are stored with every default filled', async () => {
    const { id } = (await call('POST', '/api/v1/jobs', { ...spec, start: false })).body;
    expect((await call('GET', `/api/v1/jobs/${String(id)}/versions/1`)).body['spec']).toMatchObject({
      parallelism: 1,
      checkpointing: { interval: '5s', timeout: '10min', tolerableFailedCheckpoints: 0, retention: { completed: 10 } },
      restartStrategy: { type: 'exponential-delay', initialBackoff: '1s' },
    });
  });

  it('are validated without being stored', async () => {
    const before = (await call('GET', '/api/v1/overview')).body['jobs'];
    expect((await call('POST', '/api/v1/jobs/validate', spec)).body).toMatchObject({
      valid: true,
      graph: { edges: [{ from: 'lines' }, { from: 'words' }] },
    });
    expect((await call('POST', '/api/v1/jobs/validate', { name: 'x', operators: [] })).body).toMatchObject({
      valid: false,
      graph: null,
    });
    expect((await call('GET', '/api/v1/overview')).body['jobs']).toEqual(before);
  });

  it('are listed for a crowd that has to wait for its turn: nobody is told that Postgres is away', async () => {
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE job');
    const answers = Promise.all(Array.from({ length: 30 }, () => call('GET', '/api/v1/jobs?limit=1')));
    // Longer than a look for a connection may take when Postgres is thought to be away.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await client.query('COMMIT');
    await client.end();
    expect(new Set((await answers).map((answer) => answer.status))).toEqual(new Set([200]));
  });

  it('page by cursor without losing or repeating one', async () => {
    for (let number = 0; number < 5; number += 1)
      await call('POST', '/api/v1/jobs', { ...spec, name: `paged ${number}`, start: false });
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Answer = await call(
        'GET',
        `/api/v1/jobs?name=paged&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      names.push(...(page.body['items'] as { name: string }[]).map((item) => item.name));
      cursor = page.body['nextCursor'] as string | null;
    }
    expect(names).toEqual(['paged 4', 'paged 3', 'paged 2', 'paged 1', 'paged 0']);
  });
});

describe('checkpoints and savepoints', () => {
  it('are triggered, listed, summarised, named, pinned, restored and deleted', async () => {
    const { id } = await startedJob();
    const path = `/api/v1/jobs/${id}`;
    await operationDone(await call('POST', `${path}/checkpoints`));
    const taken = await operationDone(await call('POST', `${path}/savepoints`, { name: 'release 1', note: 'before' }));
    const snapshotId = String((taken.body['result'] as Record<string, unknown>)['snapshotId']);
    const page = await until(
      () => call('GET', `${path}/checkpoints`),
      ({ body }) => (body['counts'] as { completed: number }).completed === 2,
    );
    expect(page.body).toMatchObject({
      counts: { total: 2, failed: 0, restored: 0 },
      latest: { savepoint: { snapshotId }, restored: null },
    });
    expect((await call('GET', `${path}/checkpoints?kind=SAVEPOINT`)).body['items']).toHaveLength(1);
    expect((await call('GET', `${path}/checkpoints/1`)).body).toMatchObject({
      operators: [{ uid: 'lines', subtasks: [{ syncDuration: 1 }] }],
    });
    expect((await call('GET', `${path}/checkpoints/summary`)).body).toMatchObject({
      count: 2,
      stateSize: { min: 100, p999: 100 },
    });
    expect((await call('GET', `${path}/checkpoints/config`)).body).toMatchObject({
      mode: 'EXACTLY_ONCE',
      interval: 5_000,
    });
    expect((await call('GET', `/api/v1/savepoints/${snapshotId}`)).body).toMatchObject({
      name: 'release 1',
      note: 'before',
      jobName: 'word count',
    });
    await call('PATCH', `/api/v1/savepoints/${snapshotId}`, { name: 'kept', pinned: true });
    expect((await call('DELETE', `/api/v1/savepoints/${snapshotId}`)).body).toMatchObject({ code: 'SAVEPOINT_PINNED' });
    const restored = await operationDone(await call('POST', `${path}/restore`, { snapshotId }));
    expect(restored.body).toMatchObject({
      kind: 'RESTORE',
      status: 'SUCCEEDED',
      result: { checkpointId: 2, snapshotId },
    });
    expect((await call('GET', `${path}/checkpoints`)).body).toMatchObject({
      counts: { restored: 1 },
      latest: { restored: { checkpointId: 2, isSavepoint: true } },
    });
    await call('PATCH', `/api/v1/savepoints/${snapshotId}`, { pinned: false });
    expect((await call('DELETE', `/api/v1/savepoints/${snapshotId}`)).status).toBe(204);
    expect((await call('POST', `${path}/restore`, { snapshotId })).body).toMatchObject({
      code: 'SNAPSHOT_NOT_FOUND',
      status: 409,
    });
    expect((await call('POST', `${path}/restore`, { path: '/etc' })).body).toMatchObject({
      code: 'PATH_NOT_ALLOWED',
      status: 422,
    });
    expect((await call('GET', `${path}/savepoints`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('stop with a savepoint that another job can be restored from', async () => {
    const { id } = await startedJob();
    const stopped = await operationDone(
      await call('POST', `/api/v1/jobs/${id}/stop`, { drain: true, name: 'the end' }),
    );
    const { path } = stopped.body['result'] as { path: string };
    const other = await call('POST', '/api/v1/jobs', { ...spec, start: false });
    const restored = await operationDone(
      await call('POST', `/api/v1/jobs/${String(other.body['id'])}/restore`, { path, parallelism: 3 }),
    );
    expect(restored.body).toMatchObject({ status: 'SUCCEEDED', result: { path } });
  });

  it('refuses a snapshot with state that the job would lose, unless told to', async () => {
    const { id, fake } = await startedJob();
    const taken = await fake.triggerSavepoint();
    const other = {
      name: 'other',
      start: false,
      operators: [
        { uid: 'rows', type: 'elements', rows: [{ n: 1 }] },
        { uid: 'end', type: 'blackhole', input: 'rows' },
      ],
    };
    const created = await call('POST', '/api/v1/jobs', other);
    const path = `/api/v1/jobs/${String(created.body['id'])}/restore`;
    expect((await call('POST', path, { path: taken.externalPath })).body).toMatchObject({
      code: 'SNAPSHOT_INCOMPATIBLE',
      status: 409,
    });
    expect((await call('POST', path, { path: taken.externalPath, allowNonRestoredState: true })).status).toBe(202);
    expect((await call('GET', `/api/v1/jobs/${id}`)).body['state']).toBe('RUNNING');
  });
});

describe('Idempotency-Key', () => {
  it('acts once, answers the same again, and refuses another request', async () => {
    const key = { 'idempotency-key': 'create-1' };
    const body = { ...spec, name: 'only once', start: false };
    const [first, second] = await Promise.all([
      call('POST', '/api/v1/jobs', body, key),
      call('POST', '/api/v1/jobs', body, key),
    ]);
    expect(first.body).toEqual(second.body);
    expect([first, second].filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(1);
    expect((await call('GET', '/api/v1/jobs?name=only%20once')).body['items']).toHaveLength(1);
    const other = await call('POST', '/api/v1/jobs', { ...body, name: 'another' }, key);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
    expect((await call('GET', '/api/v1/jobs?name=another')).body['items']).toHaveLength(0);
  });

  it('is not spent by a request that failed', async () => {
    const key = { 'idempotency-key': 'fails-first' };
    expect((await call('POST', '/api/v1/jobs', { name: 'x' }, key)).status).toBe(422);
    expect((await call('POST', '/api/v1/jobs', { ...spec, start: false }, key)).status).toBe(201);
  });
});

describe('the platform endpoints', () => {
  it('tell of workers, connectors, health and metrics', async () => {
    expect((await call('GET', '/api/v1/workers')).body['items']).toMatchObject([{ state: 'ONLINE', role: 'all' }]);
    expect((await call('GET', '/api/v1/connectors')).body['items']).toContainEqual(
      expect.objectContaining({ type: 'datagen', kind: 'SOURCE' }),
    );
    expect((await call('GET', '/api/v1/operations?limit=2')).body['items']).toHaveLength(2);
    expect((await call('GET', '/healthz')).body).toEqual({ status: 'ok' });
    expect((await call('GET', '/readyz')).body).toEqual({ status: 'ready', database: 'up' });
    const text = await (await fetch(`${api.url}/metrics`)).text();
    expect(text).toContain('weir_database_up 1');
    expect(text).toMatch(/weir_jobs\{state="RUNNING"\} \d/);
  });

  it('serve the document that the contract composes, and a page that shows it', async () => {
    const served: unknown = await (await fetch(`${api.url}/api/openapi.json`)).json();
    expect(served).toMatchObject({
      openapi: '3.1.0',
      paths: JSON.parse(JSON.stringify(openApiDocument()['paths'])) as object,
    });
    expect(await (await fetch(`${api.url}/api/docs`)).text()).toContain('Weir API');
  });
});
