// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { identify } from './process-identity.mjs';

const logBytesMax = 20 * 1024 * 1024;
const lookAtLogEveryMs = 60_000;
/** A process that lived longer than this was well: its end does not count towards giving up. */
export const quickFailureMs = 30_000;
export const quickFailuresMax = 5;
const backoffMs = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * @typedef {object} ServicePlan
 * @property {string} name for people, and the name of its log file
 * @property {readonly string[]} args of Node: preloads, script, its arguments
 * @property {NodeJS.ProcessEnv} environment
 * @property {string} folder working folder
 * @property {string} logPath
 * @property {number} stopGraceMs how long an orderly stop may take
 * @property {() => Promise<void>} [prepare] before each start
 * @property {(child: import('node:child_process').ChildProcess) => void} [onSpawn]
 * @property {(child: import('node:child_process').ChildProcess) => void} [requestStop] SIGTERM if absent
 */

/**
 * Whether to start a process again that has ended by itself.
 *
 * @param {{ quickFailures: number, livedMs: number }} facts `quickFailures`: those in a row before this end
 * @returns {{ kind: 'restart', afterMs: number, quickFailures: number } | { kind: 'give up' }}
 */
export function decideRestart({ quickFailures, livedMs }) {
  const failures = livedMs >= quickFailureMs ? 0 : quickFailures + 1;
  if (failures >= quickFailuresMax) return { kind: 'give up' };
  return {
    kind: 'restart',
    afterMs: backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0,
    quickFailures: failures,
  };
}

/** One child process, kept alive until it is stopped. Its output goes to a log file; its IPC channel tells it of our end. */
export class Service {
  #plan;
  #events;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #isStopping = false;
  #quickFailures = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #restartTimer;
  /** @type {NodeJS.Timeout | undefined} */
  #logTimer;

  /**
   * @param {ServicePlan} plan
   * @param {{ onStarted: (identity: import('./process-identity.mjs').ProcessIdentity) => void, onRestart: (sentence: string) => void, onGivenUp: (sentence: string) => void }} events
   */
  constructor(plan, events) {
    this.#plan = plan;
    this.#events = events;
  }

  get name() {
    return this.#plan.name;
  }

  get pid() {
    return this.#child?.pid;
  }

  async start() {
    await this.#plan.prepare?.();
    if (this.#isStopping) return;
    const { args, environment, folder, logPath } = this.#plan;
    boundLog(logPath, logBytesMax);
    this.#logTimer ??= setInterval(() => this.#boundLog(), lookAtLogEveryMs).unref();
    const log = openSync(logPath, 'a');
    const startedAt = performance.now();
    // A session of its own: Ctrl-C in the terminal reaches the launcher alone, which stops its children in order.
    const child = spawn(process.execPath, [...args], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#child = child;
    child.on('error', (error) => {
      // A process without a number never began, so no exit will be told.
      if (child.pid === undefined) this.#onExit(performance.now() - startedAt, error.message);
    });
    child.once('exit', (code, signal) => this.#onExit(performance.now() - startedAt, signal ?? `exit code ${code}`));
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity !== undefined) this.#events.onStarted(identity);
    this.#plan.onSpawn?.(child);
  }

  /** Idempotent; resolves when the process is gone. */
  async stop() {
    this.#isStopping = true;
    this.#endTimers();
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (this.#plan.requestStop !== undefined) this.#plan.requestStop(child);
    else child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.#plan.stopGraceMs);
    await gone;
    clearTimeout(timer);
  }

  /** At once, without asking. */
  kill() {
    this.#isStopping = true;
    this.#endTimers();
    this.#child?.kill('SIGKILL');
  }

  #boundLog() {
    try {
      boundLog(this.#plan.logPath, logBytesMax);
    } catch {
      // The process that writes the log goes on, and the next look tries again.
    }
  }

  #endTimers() {
    clearTimeout(this.#restartTimer);
    clearInterval(this.#logTimer);
  }

  /** @param {number} count */
  lastLogLines(count) {
    return lastLines(this.#plan.logPath, count);
  }

  /** @param {number} livedMs @param {string} how */
  #onExit(livedMs, how) {
    if (this.#isStopping) return;
    const decision = decideRestart({ quickFailures: this.#quickFailures, livedMs });
    if (decision.kind === 'give up') {
      this.#events.onGivenUp(
        `The ${this.name} ended ${quickFailuresMax} times in a row (${how}), so Weir stops: see ${this.#plan.logPath}.`,
      );
      return;
    }
    this.#quickFailures = decision.quickFailures;
    this.#events.onRestart(`The ${this.name} ended (${how}); it starts again in ${decision.afterMs / 1000} s.`);
    this.#restartTimer = setTimeout(() => {
      this.start().catch((/** @type {unknown} */ thrown) => {
        this.#events.onGivenUp(
          `The ${this.name} could not be started again: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        );
      });
    }, decision.afterMs);
  }
}

/**
 * Moves the text of a log that has become too long to `<path>.1`, over what was there. The log is emptied and not replaced: its
 * writer appends and holds it open. Lines that are written in this moment may be lost.
 *
 * @param {string} path
 * @param {number} bytesMax
 */
export function boundLog(path, bytesMax) {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= bytesMax) return;
  try {
    rmSync(`${path}.1`, { force: true });
    copyFileSync(path, `${path}.1`);
  } catch {
    // On a full disk the room is worth more than the old lines.
  }
  truncateSync(path);
}

/** @param {string} path @param {number} count */
export function lastLines(path, count) {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
