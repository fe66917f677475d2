import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildOutputs, isBuilt, sourceDigest } from './build.mjs';
import { installError, isInstalled } from './install.mjs';
import { decideRestart, quickFailureMs, quickFailuresMax } from './service.mjs';

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

describe('the source digest', () => {
  beforeEach(() => write('libs/kernel/src/duration.ts', 'one'));

  it.each([
    ['a changed source', 'libs/kernel/src/duration.ts'],
    ['a new source', 'apps/api/src/main.ts'],
    ['the lockfile', 'package-lock.json'],
  ])('changes with %s', (_name, path) => {
    const before = sourceDigest(checkout);
    write(path, 'two');
    expect(sourceDigest(checkout)).not.toBe(before);
  });

  it.each([
    'libs/kernel/src/duration.spec.ts',
    'libs/kernel/dist/duration.js',
    'libs/kernel/README.md',
    'libs/kernel/node_modules/a.js',
  ])('does not change with %s', (path) => {
    const before = sourceDigest(checkout);
    write(path, 'two');
    expect(sourceDigest(checkout)).toBe(before);
  });

  it('holds only while every output is there', () => {
    const digest = sourceDigest(checkout);
    write('.cache/built', digest);
    expect(isBuilt(checkout, digest)).toBe(false);
    const outputs = buildOutputs.map((path) => write(path));
    expect(isBuilt(checkout, digest)).toBe(true);
    expect(isBuilt(checkout, 'another')).toBe(false);
    rmSync(outputs[0] ?? '');
    expect(isBuilt(checkout, digest)).toBe(false);
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

describe('decideRestart', () => {
  it('waits longer after each quick failure, and gives up after some in a row', () => {
    const delays: number[] = [];
    let quickFailures = 0;
    for (;;) {
      const decision = decideRestart({ quickFailures, livedMs: 100 });
      if (decision.kind === 'give up') break;
      delays.push(decision.afterMs);
      quickFailures = decision.quickFailures;
    }
    expect(delays).toHaveLength(quickFailuresMax - 1);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
  });

  it('forgets failures once the process has lived long enough', () => {
    const decision = decideRestart({ quickFailures: quickFailuresMax - 1, livedMs: quickFailureMs });
    expect(decision).toEqual({ kind: 'restart', afterMs: 500, quickFailures: 0 });
  });
});
