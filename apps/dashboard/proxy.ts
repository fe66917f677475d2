import { isLoopbackAuthority, isLoopbackHost } from '@weir/kernel';

/** Before every page and every request to the API: a server that only this machine can reach answers only to names of this machine. */
export function proxy(request: Request): Response | undefined {
  const host = request.headers.get('host');
  if (!isLoopbackHost(process.env['WEIR_HOST'] ?? '') || isLoopbackAuthority(host)) return undefined;
  return new Response('This server listens on this machine only and answers to localhost, 127.0.0.1 and [::1].\n', {
    status: 403,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}
