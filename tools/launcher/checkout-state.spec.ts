import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildParts, markBuilt, sourceDigest, staleParts } from './build.mjs';
import { installError, isInstalled } from './install.mjs';

let checkout = '';
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'weir checkout '));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(path: string, text = ''): string {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('what is stale', () => {
  const stale = (): string[] => staleParts(checkout).map(({ name }) => name);

  function buildAll(): void {
    for (const part of buildParts) {
      for (const output of part.outputs) write(output);
      markBuilt(checkout, part, sourceDigest(checkout, part));
    }
  }

  beforeEach(() => {
    write('libs/kernel/src/duration.ts', 'one');
    write('libs/engine/core/src/batch.ts', 'one');
    write('apps/dashboard/app/page.tsx', 'one');
    buildAll();
  });

  it('is nothing after a build', () => {
    expect(stale()).toEqual([]);
  });

  it.each([
    ['a source that both use', 'libs/kernel/src/duration.ts', ['servers', 'dashboard']],
    ['a new source of the API', 'apps/api/src/main.ts', ['servers']],
    ['a source of the engine', 'libs/engine/core/src/batch.ts', ['servers']],
    ['a page', 'apps/dashboard/app/page.tsx', ['dashboard']],
    ['the lockfile', 'package-lock.json', ['servers', 'dashboard']],
    ['a specification', 'libs/kernel/src/duration.spec.ts', []],
    ['an output', 'libs/kernel/dist/duration.js', []],
    ['a README', 'libs/kernel/README.md', []],
    ['a package inside', 'libs/kernel/node_modules/a.js', []],
  ])('is decided by contents: %s', (_name, path, parts) => {
    write(path, 'two');
    expect(stale()).toEqual(parts);
  });

  it('is a part one of whose outputs is gone', () => {
    rmSync(join(checkout, 'apps/worker/dist/main.js'));
    expect(stale()).toEqual(['servers']);
  });

  it('is everything on a fresh checkout', () => {
    rmSync(join(checkout, '.cache'), { recursive: true });
    expect(stale()).toEqual(['servers', 'dashboard']);
  });

  it('is not forgotten when a build left something out', () => {
    const [servers] = buildParts;
    rmSync(join(checkout, 'apps/api/dist/main.js'));
    expect(() => servers && markBuilt(checkout, servers, 'x')).toThrow(/left out apps\/api\/dist\/main.js/);
  });
});

describe('isInstalled', () => {
  it('is false without packages and after an interrupted installation', () => {
    write('package-lock.json', '{}');
    expect(isInstalled(checkout)).toBe(false);
    write('node_modules/vitest/package.json', '{}');
    expect(isInstalled(checkout)).toBe(false);
  });

  it('is true after an installation, and false when the lockfile is newer', () => {
    const lockfile = write('package-lock.json', '{}');
    write('node_modules/.package-lock.json', '{}');
    expect(isInstalled(checkout)).toBe(true);
    const later = new Date(Date.now() + 60_000);
    utimesSync(lockfile, later, later);
    expect(isInstalled(checkout)).toBe(false);
  });
});

describe('installError', () => {
  it.each([
    ['npm error code ENOTFOUND', 1, /registry was not reached/],
    ['npm error code EAI_AGAIN', 1, /registry was not reached/],
    ['npm error ENOSPC: no space left on device', 1, /disk is full/],
    ['npm error code EACCES', 243, /may not write/],
    ['npm error something else', 1, /npm ci failed/],
  ])('says for "%s" what to do', (output, code, sentence) => {
    expect(installError(output, code).message).toMatch(sentence);
  });

  it('says when there is no npm', () => {
    expect(installError('', new Error('spawn npm ENOENT')).message).toMatch(/npm was not found/);
  });
});
