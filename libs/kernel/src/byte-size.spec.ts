import { describe, expect, it } from 'vitest';
import { formatByteSize, parseByteSize } from './byte-size.ts';

describe('parseByteSize', () => {
  it.each([
    ['0', 0],
    ['1000', 1_000],
    ['512 b', 512],
    ['5mb', 5 * 1024 ** 2],
    ['64 MiB', 64 * 1024 ** 2],
    ['1.5 KiB', 1_536],
    [' 2 TiB ', 2 * 1024 ** 4],
  ])('reads %j', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it.each(['', 'MiB', '-1', '1 PiB', '1e3', '9999999999999 TiB', '1 MiB 2'])('refuses %j', (text) => {
    expect(parseByteSize(text)).toBeUndefined();
  });
});

describe('formatByteSize', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.00 KiB'],
    [1_363_149, '1.30 MiB'],
    [1024 ** 2 - 1, '1.00 MiB'],
    [5 * 1024 ** 4, '5.00 TiB'],
    [2_000 * 1024 ** 4, '2000.00 TiB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatByteSize(bytes)).toBe(text);
  });
});
