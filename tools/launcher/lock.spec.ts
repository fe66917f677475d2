import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LockFile } from './lock.mjs';
import { identify, isAlive } from './process-identity.mjs';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir lock '));
  path = join(folder, 'launcher.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take(): LockFile {
  const claim = LockFile.acquire(path);
  if (claim.kind !== 'taken') throw new Error('The lock was held.');
  return claim.lock;
}

describe('LockFile', () => {
  it('is held while its process lives, and tells the next what its note says', () => {
    take().setNote('http://127.0.0.1:4000');
    expect(LockFile.acquire(path)).toMatchObject({
      kind: 'held',
      by: { note: 'http://127.0.0.1:4000', owner: { pid: process.pid } },
    });
  });

  it('can be taken again after its release, and leaves no other file', () => {
    take().release();
    expect(readdirSync(folder)).toEqual([]);
    expect(LockFile.acquire(path).kind).toBe('taken');
    expect(readdirSync(folder)).toEqual(['launcher.lock']);
  });

  it('is stale when its number belongs to a process that started at another time', () => {
    const children = [{ name: 'API', pid: 999_999, startTime: '1' }];
    writeFileSync(path, JSON.stringify({ owner: { pid: process.pid, startTime: '0' }, children, note: '' }));
    expect(LockFile.acquire(path)).toMatchObject({ kind: 'taken', leftBehind: children });
  });

  it.each(['', 'not json'])('is stale when its content is %j, as after a crash of the machine', (content) => {
    writeFileSync(path, content);
    expect(LockFile.acquire(path)).toMatchObject({ kind: 'taken', leftBehind: [] });
  });

  it('remembers the newest process of each child', () => {
    const lock = take();
    lock.addChild({ name: 'API', pid: 1, startTime: 'a' });
    lock.addChild({ name: 'Postgres', pid: 2, startTime: 'b' });
    lock.addChild({ name: 'API', pid: 3, startTime: 'c' });
    const { children } = JSON.parse(readFileSync(path, 'utf8')) as { children: unknown[] };
    expect(children).toEqual([
      { name: 'Postgres', pid: 2, startTime: 'b' },
      { name: 'API', pid: 3, startTime: 'c' },
    ]);
  });
});

describe('a process identity', () => {
  it('recognises this process, and not another of the same number', () => {
    const self = identify(process.pid);
    expect(self).toBeDefined();
    if (self === undefined) return;
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, startTime: `${self.startTime}1` })).toBe(false);
  });

  it('knows that no process has a number beyond the largest', () => {
    expect(identify(2 ** 30)).toBeUndefined();
  });
});
