import { afterEach, describe, expect, it } from 'vitest';
import { proxy } from './proxy.ts';

const answerTo = (host: string): number | undefined =>
  proxy(new Request('http://dashboard/jobs', { headers: { host } }))?.status;

describe(proxy, () => {
  afterEach(() => {
    delete process.env['WEIR_HOST'];
  });

  it('refuses a name that was made to point to this machine, where only this machine is served', () => {
    process.env['WEIR_HOST'] = '127.0.0.1';
    expect(['localhost:4000', '127.0.0.1:4000', '[::1]:4000'].map(answerTo)).toEqual([undefined, undefined, undefined]);
    expect(['evil.example', 'evil.example:4000', 'localhost.evil.example'].map(answerTo)).toEqual([403, 403, 403]);
  });

  it('refuses what pages of other origins would change, and lets them look', () => {
    const answer = (method: string, headers: Record<string, string>): number | undefined =>
      proxy(new Request('http://dashboard/api/v1/jobs', { method, headers: { host: 'localhost:4000', ...headers } }))
        ?.status;
    expect(answer('POST', { 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(answer('POST', { origin: 'http://localhost:3000' })).toBe(403);
    expect(answer('POST', { origin: 'http://localhost:4000' })).toBeUndefined();
    expect(answer('POST', {})).toBeUndefined();
    expect(answer('GET', { 'sec-fetch-site': 'cross-site' })).toBeUndefined();
  });

  it('lets any name pass where others are served too', () => {
    expect(answerTo('weir.example')).toBeUndefined();
    process.env['WEIR_HOST'] = '0.0.0.0';
    expect(answerTo('weir.example')).toBeUndefined();
  });
});
