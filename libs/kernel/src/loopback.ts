/** Whether a host name or address, without port, is this machine and nothing else: `localhost`, names below it, 127.0.0.0/8, ::1. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * Whether a request's Host header names this machine. Any site may let its own name point to 127.0.0.1 once a page of it is loaded (DNS rebinding): the
 * browser then sends that page's requests here, as requests to that site. A server that only this machine can reach has to refuse them.
 */
export function isLoopbackAuthority(authority: string | null | undefined): boolean {
  const host = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(authority ?? '')?.[1];
  return host !== undefined && isLoopbackHost(host);
}

/** What a browser says about the page that sends a request; null where it says nothing. */
export interface CallingPage {
  /** `Sec-Fetch-Site`. */
  readonly site: string | null;
  /** `Origin`. */
  readonly origin: string | null;
  /** `Host`. */
  readonly host: string | null;
}

/**
 * Whether a page of another origin sends a request, another port of the same machine among them. What the browser judged goes first,
 * because it knows the address that the page has outside of any proxy; a caller that says nothing is no browser.
 */
export function isForeignPage({ site, origin, host }: CallingPage): boolean {
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  if (origin === null) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
