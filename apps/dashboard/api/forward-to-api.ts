import { apiOrigin } from './api-origin.ts';

/** Headers of one connection; they must not travel to the next. The body's length and coding change on the way. */
const connectionHeaders = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'proxy-authorization',
  'host',
  // It names this server, and proxy.ts has looked at it.
  'origin',
];

/**
 * Passes a request on to the API and its answer back, body as a stream in both directions, so that events arrive one by one.
 * A rewrite in next.config.ts would fix the API's address at build time.
 */
export async function forwardToApi(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  try {
    const asked = passedOn(request.headers, []);
    // The way to the API is short, and this server packs for the browser.
    asked.set('accept-encoding', 'identity');
    const init: RequestInit & { readonly duplex?: 'half' } = {
      method: request.method,
      headers: asked,
      cache: 'no-store',
      redirect: 'manual',
      signal: request.signal,
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
    };
    const answer = await fetch(`${apiOrigin()}${pathname}${search}`, init);
    const headers = passedOn(answer.headers, ['content-encoding', 'content-length']);
    // Compressed, an event would stay in the window until others fill it.
    if (headers.get('content-type')?.startsWith('text/event-stream') === true)
      headers.set('cache-control', 'no-cache, no-transform');
    return new Response(answer.body, { status: answer.status, headers });
  } catch {
    return unreachable();
  }
}

function passedOn(headers: Headers, dropped: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of [...connectionHeaders, ...dropped]) kept.delete(name);
  return kept;
}

function unreachable(): Response {
  const problem = {
    type: 'about:blank',
    title: 'The API cannot be reached',
    status: 503,
    code: 'API_UNREACHABLE',
    detail:
      'The dashboard is up, but the API behind it does not answer. It may be starting; what is shown is read again by itself.',
    errors: [],
  };
  return Response.json(problem, {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
  });
}
