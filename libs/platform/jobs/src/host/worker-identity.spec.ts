import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimWorkerIdentity } from './worker-identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-identity-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As a process leaves its lock behind that was killed. */
function leaveBehind(lock: object): void {
  writeFileSync(join(folder, 'workers', 'worker-1.lock'), JSON.stringify(lock));
}

describe('claimWorkerIdentity', () => {
  it('gives two hosts on one folder two identities', () => {
    const first = claimWorkerIdentity(folder);
    const second = claimWorkerIdentity(folder);
    expect(second.workerId).not.toBe(first.workerId);
  });

  it('gives the identity back after a clean end', () => {
    const first = claimWorkerIdentity(folder);
    first.release();
    first.release();
    expect(claimWorkerIdentity(folder).workerId).toBe(first.workerId);
  });

  it('gives the identity of a dead process to the next one', () => {
    const first = claimWorkerIdentity(folder);
    leaveBehind({ workerId: '', pid: 2_147_483_646, startedAt: '1' });
    expect(claimWorkerIdentity(folder).workerId).toBe(first.workerId);
  });

  it('is not fooled by a process that has the same number as the dead one', () => {
    const first = claimWorkerIdentity(folder);
    leaveBehind({ workerId: '', pid: process.pid, startedAt: 'another time' });
    expect(claimWorkerIdentity(folder).workerId).toBe(first.workerId);
  });

  it('leaves a lock alone that it cannot read, and takes the next slot', () => {
    claimWorkerIdentity(folder).release();
    writeFileSync(join(folder, 'workers', 'worker-1.lock'), '{"pid":');
    claimWorkerIdentity(folder);
    expect(readFileSync(join(folder, 'workers', 'worker-2.json'), 'utf8')).toContain(String(process.pid));
  });
});
