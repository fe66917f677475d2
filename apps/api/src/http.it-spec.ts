import { once } from 'node:events';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
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

  it('refuses what it cannot answer as, and takes what admits it among others', async () => {
    for (const accept of ['application/xml', 'application/json;q=0', 'text/event-stream']) {
      const answer = await send('GET', '/jobs', { headers: { accept } });
      expect([accept, answer.status]).toEqual([accept, 406]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'NOT_ACCEPTABLE' });
    }
    for (const accept of ['*/*', 'application/*', 'application/problem+json, application/json;q=0.1', ''])
      expect((await send('GET', '/jobs', { headers: { accept } })).status).toBe(200);
    expect((await send('GET', '/events', { headers: { accept: 'application/json' } })).status).toBe(406);
  });

  it('changes the tag of a job with its state, so that a look that is conditional on it tells', async () => {
    const id = await created();
    const tag = (await send('GET', `/jobs/${id}`)).headers.get('etag');
    expect((await send('POST', `/jobs/${id}/start`)).status).toBe(202);
    const later = await send('GET', `/jobs/${id}`, tag === null ? {} : { headers: { 'if-none-match': tag } });
    expect([later.status, ((await later.json()) as { state: string }).state === 'CREATED']).toEqual([200, false]);
  });

  it('packs long answers for whoever takes it, and events never', async () => {
    const raw = async (
      path: string,
      headers: OutgoingHttpHeaders,
      method = 'GET',
    ): Promise<[IncomingMessage, Buffer]> => {
      const [answer] = (await once(request(`${api.url}${path}`, { headers, method }).end(), 'response')) as [
        IncomingMessage,
      ];
      return [answer, await buffer(answer)];
    };
    const gzip = { 'accept-encoding': 'gzip' };
    const [packed, bytes] = await raw('/api/openapi.json', gzip);
    const [plain, whole] = await raw('/api/openapi.json', {});
    expect([packed.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['gzip', undefined]);
    expect([packed.headers.vary, plain.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(Number(packed.headers['content-length'])).toBe(bytes.length);
    expect(bytes.length).toBeLessThan(whole.length / 4);
    expect(gunzipSync(bytes).equals(whole)).toBe(true);
    const [head, none] = await raw('/api/openapi.json', gzip, 'HEAD');
    expect([head.statusCode, none.length]).toEqual([200, 0]);
    expect((await raw('/healthz', gzip))[0].headers['content-encoding']).toBeUndefined();
    const [events] = (await once(request(`${api.url}/api/v1/events`, { headers: gzip }).end(), 'response')) as [
      IncomingMessage,
    ];
    const [first] = (await once(events, 'data')) as [Buffer];
    expect([events.headers['content-encoding'], first.toString()]).toEqual([
      undefined,
      expect.stringContaining('event: ready'),
    ]);
    events.destroy();
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
  ])('answers %s with a problem document', async (_name, sent, status, code) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(sent);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });
});
