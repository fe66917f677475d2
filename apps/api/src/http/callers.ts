import { isForeignPage, isLoopbackAuthority, isLoopbackHost } from '@weir/kernel';
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Who can reach the server. */
export type Callers = 'THIS_MACHINE' | 'ANYONE';

/** Of a server that listens on `host`. */
export function callersOf(host: string): Callers {
  return isLoopbackHost(host) ? 'THIS_MACHINE' : 'ANYONE';
}

/** A server that only this machine can reach answers only to names of this machine. Throws a HOST_NOT_ALLOWED. */
export function ensureOwnName(callers: Callers, host: string | undefined): void {
  if (callers === 'ANYONE' || isLoopbackAuthority(host)) return;
  throw new HttpError(
    'HOST_NOT_ALLOWED',
    `This server listens on this machine only and answers to localhost, 127.0.0.1 and [::1], not to ${JSON.stringify((host ?? '').slice(0, 200))}.`,
  );
}

/** Only pages of this very origin, and programs that are no browser, may change something. Throws a CROSS_SITE. */
export function ensureOwnPage({ method = 'GET', headers }: Pick<IncomingMessage, 'method' | 'headers'>): void {
  const site = headers['sec-fetch-site'];
  const page = {
    site: typeof site === 'string' ? site : null,
    origin: headers.origin ?? null,
    host: headers.host ?? null,
  };
  if (method !== 'GET' && method !== 'HEAD' && isForeignPage(page))
    throw new HttpError('CROSS_SITE', 'Pages of other origins may not change anything here.');
}
