import { mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

export interface WorkerIdentity {
  /** The same after every restart on this data folder, as long as no other live process has it. */
  readonly workerId: string;
  /** Lets another process have it. Idempotent. */
  release(): void;
}

interface Slot {
  readonly workerId: string;
  readonly pid: number;
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly startedAt: string;
}

const slotsMax = 64;

/**
 * Takes a worker's identity from a data folder: the first slot whose process is dead, or a new one. So a host that was killed gets
 * its identity, and with it its runs, back at its next start, and two hosts on one folder never share one.
 */
export function claimWorkerIdentity(dataDir: string): WorkerIdentity {
  const folder = join(dataDir, 'workers');
  mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= slotsMax; number += 1) {
    const file = join(folder, `worker-${number}.json`);
    const lock = join(folder, `worker-${number}.lock`);
    if (!takeLock(lock)) continue;
    const slot = readSlot(file);
    const workerId = slot?.workerId ?? randomUUID();
    writeSlot(file, { workerId, pid: process.pid, startedAt: processStart(process.pid) });
    return { workerId, release: () => releaseLock(lock) };
  }
  throw new Error(`More than ${slotsMax} workers run on ${dataDir}.`);
}

function takeLock(lock: string): boolean {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const descriptor = openSync(lock, 'wx');
      writeSync(
        descriptor,
        JSON.stringify({ workerId: '', pid: process.pid, startedAt: processStart(process.pid) } satisfies Slot),
      );
      closeSync(descriptor);
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readSlot(lock);
    if (holder === null || isAlive(holder)) return false;
    // Of several processes that find the holder dead, the one whose rename succeeds removes the lock.
    const aside = `${lock}.${process.pid}`;
    try {
      renameSync(lock, aside);
      rmSync(aside, { force: true });
    } catch {
      return false;
    }
  }
  return false;
}

function releaseLock(lock: string): void {
  const holder = readSlot(lock);
  if (holder?.pid === process.pid) rmSync(lock, { force: true });
}

function readSlot(file: string): Slot | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('workerId' in value)) return null;
    const startedAt = 'startedAt' in value && typeof value.startedAt === 'string' ? value.startedAt : '';
    if (typeof value.pid !== 'number' || typeof value.workerId !== 'string') return null;
    return { workerId: value.workerId, pid: value.pid, startedAt };
  } catch {
    // No slot yet, or one that was being written when its process died.
    return null;
  }
}

function writeSlot(file: string, slot: Slot): void {
  const draft = `${file}.${process.pid}`;
  const descriptor = openSync(draft, 'w');
  writeSync(descriptor, JSON.stringify(slot));
  closeSync(descriptor);
  renameSync(draft, file);
}

function isAlive({ pid, startedAt }: Slot): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return startedAt === '' || startedAt === processStart(pid);
}

/** When a process started, in the kernel's ticks: field 22 of its stat line on Linux. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // Not Linux, or the process is gone.
    return '';
  }
}
