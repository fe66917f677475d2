// @ts-check
import { readFileSync } from 'node:fs';
import { commandLineOf, identify, isAlive } from './process-identity.mjs';

const lookEveryMs = 1_000;

/**
 * Calls `onGone` when the `npm start` that began this process has ended without us, as after `kill -9`: nobody would be left
 * to stop Weir by Ctrl-C. Only on Linux, where the chain of parents can be read.
 *
 * @param {() => void} onGone
 * @returns {() => void} ends the watch
 */
export function watchNpm(onGone) {
  const npm = process.env['npm_lifecycle_event'] === undefined ? undefined : findNpm(process.ppid);
  if (npm === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The nearest ancestor that is npm; between it and us stands a shell at most.
 *
 * @param {number} pid
 * @param {number} [hops]
 * @returns {import('./process-identity.mjs').ProcessIdentity | undefined}
 */
function findNpm(pid, hops = 3) {
  if (process.platform !== 'linux' || pid <= 1 || hops === 0) return undefined;
  if (/\bnpm\b|npm-cli/.test(commandLineOf(pid))) return identify(pid);
  return findNpm(parentOf(pid), hops - 1);
}

/** @param {number} pid */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
