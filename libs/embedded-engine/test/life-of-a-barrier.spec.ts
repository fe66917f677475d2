import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const page = fileURLToPath(new URL('../../../docs/life-of-a-barrier.md', import.meta.url));
const links = [...readFileSync(page, 'utf8').matchAll(/\]\((\.\.\/[^)]+\.ts)\)/g)].map((match) => match[1] ?? '');

describe('docs/life-of-a-barrier.md', () => {
  it('follows a barrier through at most 13 files', () => {
    expect(links.length).toBeGreaterThan(8);
    expect(new Set(links).size).toBe(links.length);
    expect(links.length).toBeLessThanOrEqual(13);
  });

  it.each(links)('links to a file that is there and short: %s', (link) => {
    const file = join(dirname(page), link);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(250);
  });
});
