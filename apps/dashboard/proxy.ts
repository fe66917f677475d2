import { isForeignPage, isLoopbackAuthority, isLoopbackHost } from '@weir/kernel';

/**
 * Before every page and every request to the API: a server that only this machine can reach answers only to names of this machine, and
 * pages of other origins change nothing.
 */
export function proxy(request: Request): Response | undefined {
  const host = request.headers.get('host');
  if (isLoopbackHost(process.env['WEIR_HOST'] ?? '') && !isLoopbackAuthority(host))
    return refusal('This server listens on this machine only and answers to localhost, 127.0.0.1 and [::1].\n');
  const page = { site: request.headers.get('sec-fetch-site'), origin: request.headers.get('origin'), host };
  if (request.method !== 'GET' && request.method !== 'HEAD' && isForeignPage(page))
    return refusal('Pages of other origins may not change anything here.\n');
  return undefined;
}

function refusal(text: string): Response {
  return new Response(text, { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
