import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteTicks, durationTicks } from './axis-ticks.ts';
import { formatBytes, formatSetting } from './format.ts';

describe('byteTicks', () => {
  it.each([
    [3_140, ['0 B', '2 KiB', '4 KiB']],
    [1, ['0 B', '1 B', '2 B']],
    [282_000, ['0 B', '256 KiB', '512 KiB']],
    [5 * 1024 ** 3, ['0 B', '4 GiB', '8 GiB']],
  ])('of %d bytes are round', (most, labels) => {
    expect(byteTicks(most).map(formatBytes)).toEqual(labels);
  });
});

describe('durationTicks', () => {
  it.each([
    [3_630, ['0 ms', '2 s', '4 s']],
    [85, ['0 ms', '50 ms', '100 ms']],
    [0.4, ['0 ms', '0.2 ms', '0.4 ms']],
  ])('of %d ms are round', (most, labels) => {
    expect(durationTicks(most).map(formatSetting)).toEqual(labels);
  });
});

describe('ticks', () => {
  it('are none where nothing was measured', () => {
    expect([byteTicks(0), durationTicks(0)]).toEqual([[], []]);
  });

  it('reach over the greatest value, and not far', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e12, noNaN: true }), (most) => {
        expect(durationTicks(most).at(-1)).toBeGreaterThanOrEqual(most * 0.999);
        expect(durationTicks(most).at(-1)).toBeLessThanOrEqual(most * 2.6);
        if (most >= 2) expect(byteTicks(most).at(-1)).toBeGreaterThanOrEqual(most);
        if (most >= 2) expect(byteTicks(most).at(-1)).toBeLessThanOrEqual(most * 2.01);
      }),
    );
  });
});
