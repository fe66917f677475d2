import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { invariant } from '@weir/kernel';

/**
 * A worker's identity out of a data folder: the first slot whose process is dead, or a new one. So a host that was killed gets its
 * identity, and with it its runs, back at its next start, and two hosts on one folder never share one.
 */
export class WorkerIdentity {
  readonly #folder: string;
  #workerId: string | null = null;
  #lock: string | null = null;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'workers');
  }

  /** The same after every restart on this data folder, as long as no other live process has it. */
  get workerId(): string {
    invariant(this.#workerId !== null, 'An identity is claimed before it is used.');
    return this.#workerId;
  }

  /** Throws when there are more processes on the folder than it has places for. */
  claim(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (let number = 1; number <= slotsMax; number += 1) {
      const file = join(this.#folder, `worker-${number}.json`);
      const lock = join(this.#folder, `worker-${number}.lock`);
      if (!takeLock(lock)) continue;
      const workerId = readSlot(file)?.workerId ?? randomUUID();
      writeSlot(file, { workerId, pid: process.pid, startedAt: processStart(process.pid) });
      [this.#workerId, this.#lock] = [workerId, lock];
      return;
    }
    throw new Error(`More than ${slotsMax} workers run on ${this.#folder}.`);
  }

  /** Lets another process have it. Idempotent. */
  release(): void {
    if (this.#lock !== null) releaseLock(this.#lock);
    this.#lock = null;
  }
}

interface Slot {
  readonly workerId: string;
  readonly pid: number;
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly startedAt: string;
}

const slotsMax = 64;

/**
 * A lock is written aside and linked into place, so that it never stands without saying whose it is: one that cannot be read was left
 * by a process that died between making and writing it, and is free.
 */
function takeLock(lock: string): boolean {
  const draft = `${lock}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify({ workerId: '', pid: process.pid, startedAt: processStart(process.pid) }));
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      if (linked(draft, lock)) return true;
      const text = textOf(lock);
      const holder = text === null ? null : slotOf(text);
      if (holder !== null && isAlive(holder)) return false;
      if (text !== null && !removed(lock, text)) return false;
    }
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function linked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several processes that find a lock free, the one whose rename takes the lock they looked at has it; a newer one is put back. */
function removed(lock: string, text: string): boolean {
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
  } catch {
    return false;
  }
  const isTheOne = textOf(aside) === text;
  if (!isTheOne) linked(aside, lock);
  rmSync(aside, { force: true });
  return isTheOne;
}

function releaseLock(lock: string): void {
  const holder = readSlot(lock);
  if (holder?.pid === process.pid) rmSync(lock, { force: true });
}

function readSlot(file: string): Slot | null {
  const text = textOf(file);
  return text === null ? null : slotOf(text);
}

/** Null: there is no such file. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Null: it does not say whose it is. */
function slotOf(text: string): Slot | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('workerId' in value)) return null;
    const startedAt = 'startedAt' in value && typeof value.startedAt === 'string' ? value.startedAt : '';
    if (typeof value.pid !== 'number' || typeof value.workerId !== 'string') return null;
    return { workerId: value.workerId, pid: value.pid, startedAt };
  } catch {
    return null;
  }
}

function writeSlot(file: string, slot: Slot): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(slot));
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
