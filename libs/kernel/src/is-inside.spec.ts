import { describe, expect, it } from 'vitest';
import { isInside } from './is-inside.ts';

describe('isInside', () => {
  it.each([
    ['/data', '/data', true],
    ['/data', '/data/a/b', true],
    ['/data', '/data/..a', true],
    ['/', '/anything', true],
    ['/data', '/data2', false],
    ['/data/a', '/data', false],
    ['/data', '/other/data', false],
  ])('%s holds %s: %s', (folder, path, holds) => {
    expect(isInside(folder, path)).toBe(holds);
  });
});
