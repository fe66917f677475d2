import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';
import { problem } from './contract/problem.schema.ts';

const source = { uid: 'rows', type: 'elements', rows: [{ n: 1, s: 'a' }] };
const sink = { uid: 'end', type: 'blackhole', input: 'rows' };
const job = (...operators: unknown[]): Record<string, unknown> => ({ name: 'hostile', operators });
const mapped = (select: Record<string, string>): Record<string, unknown> =>
  job(source, { uid: 'm', type: 'map', input: 'rows', select }, { ...sink, input: 'm' });
const nobody = '00000000-0000-4000-8000-000000000000';

const api = testApi();

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly pointers: readonly string[];
}

async function refused(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Refusal> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const document = problem.parse(await response.json());
  expect(document.status).toBe(response.status);
  return { status: document.status, code: document.code, pointers: document.errors.map((error) => error.pointer) };
}

/** A fetch may not choose its Host. */
function statusUnderName(
  host: string,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<{ status: number | undefined; code: unknown }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${api.url}${path}`, { method, headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, code: problem.parse(JSON.parse(text)).code }));
    });
    outgoing.on('error', reject).end();
  });
}

async function storedJobs(): Promise<number> {
  const overview = (await (await fetch(`${api.url}/api/v1/overview`)).json()) as { jobs: { total: number } };
  return overview.jobs.total;
}

describe('POST /jobs refuses', () => {
  const specs: Record<string, readonly [spec: unknown, pointer: string]> = {
    'a cycle': [
      job(
        source,
        { uid: 'a', type: 'union', inputs: ['rows', 'b'] },
        { uid: 'b', type: 'filter', input: 'a', where: 'n = 1' },
        { ...sink, input: 'b' },
      ),
      '/operators/1',
    ],
    'an unknown input': [job(source, { ...sink, input: 'nowhere' }), '/operators/1/input'],
    'an unknown column': [mapped({ x: 'missing + 1' }), '/operators/1/select/x'],
    'an unknown operator type': [job(source, { uid: 'x', type: 'teleport', input: 'rows' }, sink), '/operators/1/type'],
    'an unknown field': [{ ...job(source, sink), colour: 'red' }, '/colour'],
    'a type error': [mapped({ x: "n + 'a'" }), '/operators/1/select/x'],
    'a syntax error': [mapped({ x: 'n + * 2' }), '/operators/1/select/x'],
    'a duplicate uid': [job(source, sink, { ...sink }), '/operators/2/uid'],
    'no sink': [job(source), '/operators'],
    'an absurd parallelism': [{ ...job(source, sink), parallelism: 1e9 }, '/parallelism'],
    'a negative parallelism': [{ ...job(source, sink), parallelism: -1 }, '/parallelism'],
    'a fractional parallelism': [{ ...job(source, sink), parallelism: 1.5 }, '/parallelism'],
    'an absurd interval': [
      { ...job(source, sink), checkpointing: { interval: '99999999999d' } },
      '/checkpointing/interval',
    ],
    'a snapshot path that climbs out of its root': [
      { ...job(source, sink), checkpointStorage: { type: 'filesystem', path: '../../etc' } },
      '/checkpointStorage/path',
    ],
    'an absolute snapshot path outside every root': [
      { ...job(source, sink), checkpointStorage: { type: 'filesystem', path: '/etc/weir' } },
      '/checkpointStorage/path',
    ],
    'a file path that leaves its root': [
      job(source, { uid: 'f', type: 'file', input: 'rows', path: '../../etc/passwd', format: 'jsonl' }),
      '/operators/1/path',
    ],
    'an absolute file path': [
      job(source, { uid: 'f', type: 'file', input: 'rows', path: '/etc/passwd', format: 'jsonl' }),
      '/operators/1/path',
    ],
    'a name that Postgres cannot hold': [{ ...job(source, sink), name: 'a\u0000b' }, '/name'],
    'a text in place of the operators': [{ name: 'x', operators: 'all of them' }, '/operators'],
    nothing: [{}, '/name'],
  };

  it.each(Object.entries(specs))('%s', async (_name, [spec, pointer]) => {
    const refusal = await refused('POST', '/api/v1/jobs', JSON.stringify(spec));
    expect(refusal).toMatchObject({ status: 422, code: 'SPEC_INVALID' });
    expect(
      refusal.pointers.some((one) => one.startsWith(pointer)),
      `${pointer} is among ${refusal.pointers.join(' ')}`,
    ).toBe(true);
  });

  const deep = (levels: number): string => '{"operators":'.repeat(0) + '['.repeat(levels) + ']'.repeat(levels);
  const bodies: Record<string, readonly [body: string, status: number, code: string]> = {
    'invalid JSON': ['{"name": ', 400, 'JSON_INVALID'],
    'JSON with a comment': ['{"name": "x" /* no */}', 400, 'JSON_INVALID'],
    'an empty text': [' ', 400, 'JSON_INVALID'],
    '20 000 levels of nesting': [`{"name":"x","operators":${deep(20_000)}}`, 400, 'NESTING_TOO_DEEP'],
    '20 000 opened objects': ['{"a":'.repeat(20_000), 400, 'NESTING_TOO_DEEP'],
    '__proto__ as a key': ['{"name":"x","__proto__":{"admin":true},"operators":[]}', 400, 'FORBIDDEN_KEY'],
    '__proto__ inside': ['{"name":"x","operators":[{"a":{"__proto__":1}}]}', 400, 'FORBIDDEN_KEY'],
    'a list': ['[]', 422, 'BODY_INVALID'],
    null: ['null', 422, 'BODY_INVALID'],
    'a number': ['1e999', 422, 'BODY_INVALID'],
    'a start that is no boolean': ['{"start":"maybe"}', 422, 'BODY_INVALID'],
    '10 MB': [JSON.stringify({ name: 'x'.repeat(10_000_000), operators: [] }), 413, 'BODY_TOO_LARGE'],
  };

  it.each(Object.entries(bodies))('%s', async (_name, [body, status, code]) => {
    expect(await refused('POST', '/api/v1/jobs', body)).toMatchObject({ status, code });
  });

  it('bytes that are not UTF-8, another media type, a compressed body, and no body', async () => {
    const response = await fetch(`${api.url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'ENCODING_INVALID']);
    expect(await refused('POST', '/api/v1/jobs', '{}', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
    });
    expect(await refused('POST', '/api/v1/jobs', '{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    expect(await refused('POST', '/api/v1/jobs')).toMatchObject({ status: 400, code: 'BODY_REQUIRED' });
  });

  it('10 MB in chunks that announce no length, without reading them all', async () => {
    const { port } = new URL(api.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.write(
      'POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent < 160 && !socket.destroyed; sent += 1) {
      if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    }
    await new Promise<void>((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });

  it('and stores nothing of all that, and lives', async () => {
    expect(await storedJobs()).toBe(0);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});

describe('every other address refuses', () => {
  const cases: Record<string, readonly [method: string, path: string, status: number, code: string]> = {
    'a malformed job id': ['GET', '/api/v1/jobs/1', 400, 'PARAMETER_INVALID'],
    'a job id in upper case': ['GET', `/api/v1/jobs/${nobody.replace('8', 'A')}`, 400, 'PARAMETER_INVALID'],
    'a job id with a quote': ['GET', `/api/v1/jobs/${encodeURIComponent("' OR 1=1 --")}`, 400, 'PARAMETER_INVALID'],
    'a job id that climbs': ['GET', '/api/v1/jobs/..%2f..%2fetc', 400, 'PARAMETER_INVALID'],
    'a broken escape': ['GET', '/api/v1/jobs/%ZZ', 400, 'REQUEST_INVALID'],
    'an unknown job': ['GET', `/api/v1/jobs/${nobody}`, 404, 'JOB_NOT_FOUND'],
    'the checkpoints of an unknown job': ['GET', `/api/v1/jobs/${nobody}/checkpoints`, 404, 'JOB_NOT_FOUND'],
    'the output of an unknown job': ['GET', `/api/v1/jobs/${nobody}/output`, 404, 'JOB_NOT_FOUND'],
    'the graph of an unknown job': ['GET', `/api/v1/jobs/${nobody}/graph`, 404, 'JOB_NOT_FOUND'],
    'to start an unknown job': ['POST', `/api/v1/jobs/${nobody}/start`, 404, 'JOB_NOT_FOUND'],
    'to cancel an unknown job': ['POST', `/api/v1/jobs/${nobody}/cancel`, 404, 'JOB_NOT_FOUND'],
    'to delete an unknown job': ['DELETE', `/api/v1/jobs/${nobody}`, 404, 'JOB_NOT_FOUND'],
    'a savepoint of an unknown job': ['POST', `/api/v1/jobs/${nobody}/savepoints`, 404, 'JOB_NOT_FOUND'],
    'an unknown savepoint': ['GET', `/api/v1/savepoints/${nobody}`, 404, 'SAVEPOINT_NOT_FOUND'],
    'an unknown operation': ['GET', `/api/v1/operations/${nobody}`, 404, 'OPERATION_NOT_FOUND'],
    'checkpoint 0': ['GET', `/api/v1/jobs/${nobody}/checkpoints/0`, 400, 'PARAMETER_INVALID'],
    'checkpoint -1': ['GET', `/api/v1/jobs/${nobody}/checkpoints/-1`, 400, 'PARAMETER_INVALID'],
    'a checkpoint beyond every number': [
      'GET',
      `/api/v1/jobs/${nobody}/checkpoints/99999999999999999999`,
      400,
      'PARAMETER_INVALID',
    ],
    'a version with a sign': ['GET', `/api/v1/jobs/${nobody}/versions/+1`, 400, 'PARAMETER_INVALID'],
    'limit 0': ['GET', '/api/v1/jobs?limit=0', 400, 'PARAMETER_INVALID'],
    'limit 201': ['GET', '/api/v1/jobs?limit=201', 400, 'PARAMETER_INVALID'],
    'limit -5': ['GET', '/api/v1/jobs?limit=-5', 400, 'PARAMETER_INVALID'],
    'limit 1e2': ['GET', '/api/v1/jobs?limit=1e2', 400, 'PARAMETER_INVALID'],
    'two limits': ['GET', '/api/v1/jobs?limit=1&limit=2', 400, 'PARAMETER_INVALID'],
    'a limit that is an object': ['GET', '/api/v1/jobs?limit[a]=1', 400, 'PARAMETER_INVALID'],
    'a cursor of noise': ['GET', '/api/v1/jobs?cursor=noise', 400, 'PARAMETER_INVALID'],
    'a cursor of another list': [
      'GET',
      `/api/v1/jobs?cursor=${Buffer.from('17.').toString('base64url')}`,
      400,
      'PARAMETER_INVALID',
    ],
    'a cursor with SQL': [
      'GET',
      `/api/v1/jobs?cursor=${Buffer.from("1.' OR 1=1").toString('base64url')}`,
      400,
      'PARAMETER_INVALID',
    ],
    'an empty cursor': ['GET', '/api/v1/jobs?cursor=', 400, 'PARAMETER_INVALID'],
    'an unknown state': ['GET', '/api/v1/jobs?state=HAPPY', 400, 'PARAMETER_INVALID'],
    'a name with NUL': ['GET', '/api/v1/jobs?name=%00', 400, 'PARAMETER_INVALID'],
    'an unknown parameter': ['GET', '/api/v1/jobs?sort=name', 400, 'PARAMETER_INVALID'],
    'an event number that is none': ['GET', '/api/v1/events?lastEventId=x', 400, 'PARAMETER_INVALID'],
    'an unknown address': ['GET', '/api/v1/nothing', 404, 'ROUTE_NOT_FOUND'],
    'an unknown method': ['PUT', '/api/v1/jobs', 405, 'METHOD_NOT_ALLOWED'],
  };

  it.each(Object.entries(cases))('%s', async (_name, [method, path, status, code]) => {
    expect(await refused(method, path)).toMatchObject({ status, code });
  });

  it('bodies that the contract does not have', async () => {
    const path = `/api/v1/jobs/${nobody}`;
    expect(await refused('POST', `${path}/start`, '{"parallelism":0}')).toMatchObject({
      status: 422,
      pointers: ['/parallelism'],
    });
    expect(await refused('POST', `${path}/start`, '{"force":true}')).toMatchObject({
      status: 422,
      pointers: ['/force'],
    });
    expect(await refused('POST', `${path}/start`, JSON.stringify({ snapshotId: nobody, path: '/a' }))).toMatchObject({
      status: 422,
    });
    expect(await refused('POST', `${path}/restore`, '{}')).toMatchObject({ status: 422, code: 'BODY_INVALID' });
    expect(await refused('POST', `${path}/savepoints`, '{"name":"\\u0000"}')).toMatchObject({
      status: 422,
      pointers: ['/name'],
    });
    expect(await refused('POST', `${path}/savepoints`, '{"directory":"/etc"}')).toMatchObject({
      status: 422,
      code: 'DIRECTORY_NOT_ALLOWED',
    });
    expect(await refused('POST', `${path}/stop`, '{"directory":"../.."}')).toMatchObject({
      status: 422,
      pointers: ['/directory'],
    });
    expect(await refused('PATCH', `/api/v1/savepoints/${nobody}`, '{}')).toMatchObject({ status: 422 });
  });

  it('headers that are malformed, and pages of other sites', async () => {
    expect(await refused('POST', '/api/v1/jobs', '{}', { 'idempotency-key': 'x'.repeat(201) })).toMatchObject({
      status: 400,
      code: 'IDEMPOTENCY_KEY_INVALID',
    });
    expect(
      await refused('PUT', `/api/v1/jobs/${nobody}/spec`, JSON.stringify(job(source, sink)), { 'if-match': 'W/"x"' }),
    ).toMatchObject({ status: 404 });
    expect(
      await refused('POST', `/api/v1/jobs/${nobody}/cancel`, undefined, { 'sec-fetch-site': 'cross-site' }),
    ).toMatchObject({ status: 403, code: 'CROSS_SITE' });
    expect(await refused('GET', '/api/v1/events', undefined, { 'last-event-id': '-1' })).toMatchObject({ status: 400 });
  });

  it.each(['evil.example', 'evil.example:4100', '127.0.0.1.evil.example'])(
    'requests to %s, whose name was made to point here',
    async (host) => {
      for (const [method, path] of [
        ['GET', '/api/v1/jobs'],
        ['POST', '/api/v1/jobs'],
      ] as const) {
        expect(await statusUnderName(host, { method, path })).toEqual({ status: 403, code: 'HOST_NOT_ALLOWED' });
      }
    },
  );
});
