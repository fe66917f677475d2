import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0ms', 0],
    ['200ms', 200],
    ['5s', 5_000],
    [' 1.5 min ', 90_000],
    ['2m', 120_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0.0004s', 0],
  ])('reads %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-1s', '1 week', '1e3s', '1s 1s', '1.s', '999999999999999d'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [850.4, '850 ms'],
    [999.7, '1.00 s'],
    [1_200, '1.20 s'],
    [59_994, '59.99 s'],
    [59_999, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_599_900, '1 h 0 min'],
    [7_440_000, '2 h 4 min'],
    [86_400_000, '1 d 0 h'],
    [100 * 3_600_000, '4 d 4 h'],
    [365 * 86_400_000, '365 d 0 h'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('never writes a part that is full', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), (ms) => {
        const text = formatDuration(ms);
        const [, amount = '', unit = ''] = /([\d.]+) (ms|s|min|h)$/.exec(text) ?? [];
        expect(Number(amount)).toBeLessThan({ ms: 1_000, s: 60, min: 60, h: 24 }[unit] ?? 0);
      }),
    );
  });
});
