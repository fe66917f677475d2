import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatSetting,
  formatShare,
  shortenMiddle,
} from './format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1_023, '1,023 B'],
    [1_024, '1 KiB'],
    [1_300, '1.27 KiB'],
    [5 * 1_024 ** 2, '5 MiB'],
    [1_536 * 1_024 ** 3, '1.5 TiB'],
    [4_096 * 1_024 ** 4, '4,096 TiB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.0345, '0.035 ms'],
    [6.27, '6.3 ms'],
    [9.96, '10 ms'],
    [380.492569, '380 ms'],
    [1_204, '1.20 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0/s'],
    [0.4567, '0.457/s'],
    [999, '999/s'],
    [20_700, '20.7k/s'],
    [1_240_000, '1.24m/s'],
  ])('writes %d rows per second as %s', (perSecond, text) => {
    expect(formatRate(perSecond).toLowerCase()).toBe(text);
  });
});

describe('formatAge', () => {
  const now = 1_000_000_000;
  it.each([
    [now + 5_000, 'just now'],
    [now - 999, 'just now'],
    [now - 1_000, '1 s ago'],
    [now - 59_999, '59 s ago'],
    [now - 60_000, '1 min ago'],
    [now - 3_600_000, '1 h ago'],
    [now - 50 * 3_600_000, '2 d ago'],
  ])('tells %d as %s', (at, text) => {
    expect(formatAge(at, now)).toBe(text);
  });
});

describe('formatSetting', () => {
  it.each([
    [5_000, '5 s'],
    [1_500, '1.50 s'],
    [0, '0 ms'],
    [60_000, '1 min'],
    [90_000, '1 min 30 s'],
    [7_200_000, '2 h'],
  ])('writes a setting of %d ms as %s', (ms, text) => {
    expect(formatSetting(ms)).toBe(text);
  });
});

describe('other figures', () => {
  it('groups the digits of a count', () => {
    expect(formatCount(1_284_033)).toBe('1,284,033');
  });

  it('rounds a share to whole percent', () => {
    expect(formatShare(0.126)).toBe('13%');
  });

  it('leaves out the middle of a long text only', () => {
    expect(shortenMiddle('abcdefghijkl', 3)).toBe('abc…jkl');
    expect(shortenMiddle('abcdefg', 3)).toBe('abcdefg');
  });
});
