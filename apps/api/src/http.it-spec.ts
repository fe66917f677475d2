import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testApi } from '../../../tools/test-support/test-api.ts';

const api = testApi();
const spec = {
  name: 'http',
  start: false,
  operators: [
    { uid: 'in', type: 'elements', rows: [{ n: 1 }] },
    { uid: 'out', type: 'blackhole', input: 'in' },
  ],
};

async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${api.url}/api/v1${path}`, {
    method,
    ...init,
    headers: { ...(init.body === undefined ? {} : { 'content-type': 'application/json' }), ...init.headers },
  });
}

async function created(): Promise<string> {
  const answer = await send('POST', '/jobs', { body: JSON.stringify(spec) });
  return ((await answer.json()) as { id: string }).id;
}

describe('HTTP', () => {
  it('answers a look that is conditional on the version with the job, whose state the version does not name', async () => {
    const id = await created();
    expect((await send('GET', `/jobs/${id}`, { headers: { 'if-none-match': '"1"' } })).status).toBe(200);
  });

  it.each([
    ['*', 200],
    ['"9", "1"', 200],
    ['"9"', 412],
    ['W/"1"', 412],
    ['"somebody-else"', 412],
  ])('compares If-Match %s and answers %i', async (tag, status) => {
    const { start, ...body } = spec;
    const init = { body: JSON.stringify(body), headers: { 'if-match': tag } };
    expect(start).toBe(false);
    expect((await send('PUT', `/jobs/${await created()}/spec`, init)).status).toBe(status);
  });

  it('names the methods of an address where another is tried or asked for', async () => {
    for (const method of ['PATCH', 'DELETE', 'PUT']) {
      const answer = await send(method, '/jobs');
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
      expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    }
    const options = await send('OPTIONS', '/jobs');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    expect((await send('OPTIONS', '/nothing')).status).toBe(404);
  });

  it('answers HEAD of the events at once', async () => {
    const answer = await send('HEAD', '/events', { signal: AbortSignal.timeout(5_000) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(await answer.text()).toBe('');
  });

  it('reads null as a body that was left out', async () => {
    expect((await send('POST', `/jobs/${await created()}/start`, { body: 'null' })).status).toBe(202);
    expect((await send('POST', '/jobs', { body: 'null' })).status).toBe(422);
  });

  it('knows a request again whatever the order of its members', async () => {
    const headers = { 'idempotency-key': 'order' };
    const turned = Object.fromEntries(Object.entries(spec).reverse());
    expect((await send('POST', '/jobs', { body: JSON.stringify(spec), headers })).status).toBe(201);
    const again = await send('POST', '/jobs', { body: JSON.stringify(turned), headers });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  });

  it('names each request, and neither its library nor a way into a frame', async () => {
    const [first, second] = [await send('GET', '/jobs'), await send('GET', '/nothing')];
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'));
    for (const { headers } of [first, second, await fetch(`${api.url}/api/docs`)]) {
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it.each([{ 'sec-fetch-site': 'same-site' }, { origin: 'http://localhost:3000' }, { origin: 'https://evil.example' }])(
    'lets pages with %j change nothing',
    async (headers: Record<string, string>) => {
      const answer = await send('POST', '/jobs', { body: JSON.stringify(spec), headers });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'CROSS_SITE']);
    },
  );

  it.each([
    [
      'headers of 20 KB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['noise', 'noise\r\n\r\n', 400, 'REQUEST_INVALID'],
    [
      'an odd expectation',
      'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: cake\r\nConnection: close\r\n\r\n',
      417,
      'EXPECTATION_UNSUPPORTED',
    ],
  ])('answers %s with a problem document', async (_name, request, status, code) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(request);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });
});
