// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process beyond doubt: a number is used again after its process has ended, its start time is not.
 *
 * @typedef {{ pid: number, startTime: string }} ProcessIdentity
 */

/**
 * @param {number} pid
 * @returns {ProcessIdentity | undefined} undefined when no such process lives
 */
export function identify(pid) {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : posixStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** @param {ProcessIdentity} identity */
export function isAlive({ pid, startTime }) {
  return identify(pid)?.startTime === startTime;
}

/**
 * Field 22 of /proc/<pid>/stat, ticks since boot; the command in field 2 may hold spaces and parentheses. A zombie has ended.
 *
 * @param {number} pid
 */
function linuxStartTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function posixStartTime(pid) {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}

/**
 * The command line, for people and for recognising our own children; empty when it cannot be read.
 *
 * @param {number} pid
 */
export function commandLineOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/**
 * Ends a process: asks with `signal`, waits, and kills what did not listen.
 *
 * @param {ProcessIdentity} identity
 * @param {{ signal: NodeJS.Signals, graceMs: number }} options
 * @returns {Promise<'ended' | 'killed' | 'was gone'>}
 */
export async function endProcess(identity, { signal, graceMs }) {
  if (!isAlive(identity)) return 'was gone';
  sendSignal(identity.pid, signal);
  if (await waitUntilGone(identity, graceMs)) return 'ended';
  sendSignal(identity.pid, 'SIGKILL');
  await waitUntilGone(identity, 5_000);
  return 'killed';
}

/**
 * @param {ProcessIdentity} identity
 * @param {number} withinMs
 */
export async function waitUntilGone(identity, withinMs) {
  const deadline = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
