import { describe, expect, it } from 'vitest';
import { isForeignPage, isLoopbackAuthority, isLoopbackHost } from './loopback.ts';

describe(isLoopbackHost, () => {
  it.each(['localhost', 'LOCALHOST', 'weir.localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])('takes %s', (host) =>
    expect(isLoopbackHost(host)).toBe(true),
  );

  it.each([
    '',
    '0.0.0.0',
    '128.0.0.1',
    '127.0.0.1.example.com',
    'localhost.example.com',
    'notlocalhost',
    '::2',
    '10.0.0.1',
  ])('refuses %j', (host) => expect(isLoopbackHost(host)).toBe(false));
});

describe(isLoopbackAuthority, () => {
  it.each(['localhost', 'localhost:4100', '127.0.0.1:80', '[::1]:4100', '[::1]', 'a.localhost:'])('takes %s', (host) =>
    expect(isLoopbackAuthority(host)).toBe(true),
  );

  it.each([
    undefined,
    null,
    '',
    ':4100',
    'example.com',
    'example.com:4100',
    '::1:4100',
    'localhost:4100:1',
    'x@localhost:1',
  ])('refuses %j', (host) => expect(isLoopbackAuthority(host)).toBe(false));
});

describe(isForeignPage, () => {
  const none = { site: null, origin: null, host: 'localhost:4100' };

  it.each([
    {},
    { site: 'same-origin' },
    { site: 'none' },
    { origin: 'http://localhost:4100' },
    { site: 'same-origin', origin: 'https://weir.example' },
  ])('lets %j pass', (page) => expect(isForeignPage({ ...none, ...page })).toBe(false));

  it.each([
    { site: 'cross-site' },
    { site: 'same-site' },
    { site: 'same-site', origin: 'http://localhost:4100' },
    { origin: 'http://localhost:3000' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4100', host: null },
  ])('knows %j for foreign', (page) => expect(isForeignPage({ ...none, ...page })).toBe(true));
});
