import { describe, expect, it } from 'vitest';
import { callersOf, ensureOwnName } from './callers.ts';

describe(ensureOwnName, () => {
  it.each(['localhost:4100', '127.0.0.1:4100', '[::1]:4100'])('lets %s pass on a server of this machine', (host) =>
    expect(() => ensureOwnName(callersOf('127.0.0.1'), host)).not.toThrow(),
  );

  it.each(['evil.example', undefined, ''])('refuses %j there, and says what it would take', (host) =>
    expect(() => ensureOwnName(callersOf('localhost'), host)).toThrow(
      'answers to localhost, 127.0.0.1 and [::1], not to',
    ),
  );

  it.each(['weir.example', 'api:4100', undefined])('lets %j pass on a server that listens beyond it', (host) =>
    expect(() => ensureOwnName(callersOf('0.0.0.0'), host)).not.toThrow(),
  );
});
