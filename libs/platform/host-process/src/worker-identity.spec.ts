import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkerIdentity } from './worker-identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-identity-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function claim(): WorkerIdentity {
  const identity = new WorkerIdentity(folder);
  identity.claim();
  return identity;
}

/** As a process leaves its lock behind that was killed. */
function leaveBehind(lock: object): void {
  writeFileSync(join(folder, 'workers', 'worker-1.lock'), JSON.stringify(lock));
}

describe('WorkerIdentity', () => {
  it('gives two hosts on one folder two identities', () => {
    const first = claim();
    const second = claim();
    expect(second.workerId).not.toBe(first.workerId);
  });

  it('gives the identity back after a clean end', () => {
    const first = claim();
    first.release();
    first.release();
    expect(claim().workerId).toBe(first.workerId);
  });

  it('gives the identity of a dead process to the next one', () => {
    const first = claim();
    leaveBehind({ workerId: '', pid: 2_147_483_646, startedAt: '1' });
    expect(claim().workerId).toBe(first.workerId);
  });

  it('is not fooled by a process that has the same number as the dead one', () => {
    const first = claim();
    leaveBehind({ workerId: '', pid: process.pid, startedAt: 'another time' });
    expect(claim().workerId).toBe(first.workerId);
  });

  it.each(['', '{"pid":', '[]'])('takes a lock that a death left as %j', (text) => {
    const first = claim();
    first.release();
    writeFileSync(join(folder, 'workers', 'worker-1.lock'), text);
    expect(claim().workerId).toBe(first.workerId);
  });

  it('leaves nothing but locks and slots behind', () => {
    claim();
    claim().release();
    expect(readdirSync(join(folder, 'workers')).sort()).toEqual(['worker-1.json', 'worker-1.lock', 'worker-2.json']);
  });
});
