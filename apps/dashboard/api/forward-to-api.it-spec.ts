import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forwardToApi } from './forward-to-api.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('forwardToApi', () => {
  let server: Server;
  let handle: Handler = () => undefined;

  beforeEach(async () => {
    server = createServer((request, response) => handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    process.env['WEIR_API_URL'] = `http://127.0.0.1:${port}`;
  });

  afterEach(async () => {
    delete process.env['WEIR_API_URL'];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('hands on each event as it comes, while the stream stays open', async () => {
    let sendSecond: () => void = () => undefined;
    handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      sendSecond = () => response.write('data: two\n\n');
    };
    const answer = await forwardToApi(new Request('http://dashboard/api/v1/events'));
    expect(answer.headers.get('cache-control')).toContain('no-transform');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: one\n\n');
    sendSecond();
    expect((await reader?.read())?.value).toBe('data: two\n\n');
    await reader?.cancel();
  });

  it('closes the stream to the API when the page leaves', async () => {
    const closed = new Promise<void>((resolve) => {
      handle = (_, response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
      };
    });
    const page = new AbortController();
    await forwardToApi(new Request('http://dashboard/api/v1/events', { signal: page.signal }));
    page.abort();
    await closed;
  });

  it('passes method, path, query, headers and body, and the status and headers of the answer', async () => {
    const seen: string[] = [];
    handle = (request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(chunk.toString('utf8')));
      request.on('end', () => {
        seen.push(request.method ?? '', request.url ?? '', String(request.headers['idempotency-key']));
        response.writeHead(202, { location: '/api/v1/operations/1', 'content-type': 'application/json' });
        response.end('{}');
      });
    };
    const answer = await forwardToApi(
      new Request('http://dashboard/api/v1/jobs?limit=3', {
        method: 'POST',
        body: '{"name":"x"}',
        headers: { 'idempotency-key': 'k', 'content-type': 'application/json' },
      }),
    );
    expect(seen).toEqual(['{"name":"x"}', 'POST', '/api/v1/jobs?limit=3', 'k']);
    expect([answer.status, answer.headers.get('location')]).toEqual([202, '/api/v1/operations/1']);
  });

  it('answers with a problem document when the API is not there', async () => {
    process.env['WEIR_API_URL'] = 'http://127.0.0.1:9';
    const answer = await forwardToApi(new Request('http://dashboard/api/v1/jobs'));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'API_UNREACHABLE', status: 503 });
  });
});
