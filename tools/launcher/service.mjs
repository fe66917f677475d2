// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { identify } from './process-identity.mjs';

const logBytesMax = 20 * 1024 * 1024;
const lookAtLogEveryMs = 60_000;
/** A process of which nobody can say whether it was ready was well when it lived longer than this. */
const wellAfterMs = 30_000;
export const failedStartsMax = 5;
const backoffMs = [0, 1_000, 2_000, 5_000, 10_000];

/**
 * @typedef {object} ServicePlan
 * @property {string} name for people, and the name of its log file
 * @property {readonly string[]} args of Node: preloads, script, its arguments
 * @property {NodeJS.ProcessEnv} environment
 * @property {string} folder working folder
 * @property {string} logPath
 * @property {number} stopGraceMs how long an orderly stop may take
 * @property {() => Promise<void>} [prepare] before each start
 * @property {(signal: AbortSignal) => Promise<void>} [untilReady] resolves when the process does its work; rejects when it is aborted
 * @property {(child: import('node:child_process').ChildProcess) => void} [onSpawn]
 * @property {(child: import('node:child_process').ChildProcess) => void} [requestStop] SIGTERM if absent
 */

/**
 * Whether to start a process again that has ended by itself: at once when it had been ready, and after ever longer pauses while it dies
 * before it is.
 *
 * @param {{ failedStarts: number, wasReady: boolean }} facts `failedStarts`: those in a row before this end
 * @returns {{ kind: 'restart', afterMs: number, failedStarts: number } | { kind: 'give up' }}
 */
export function decideRestart({ failedStarts, wasReady }) {
  const failures = wasReady ? 0 : failedStarts + 1;
  if (failures >= failedStartsMax) return { kind: 'give up' };
  return {
    kind: 'restart',
    afterMs: backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0,
    failedStarts: failures,
  };
}

/** One child process, kept alive until it is stopped. Its output goes to a log file; its IPC channel tells it of our end. */
export class Service {
  #plan;
  #events;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #isStopping = false;
  #failedStarts = 0;
  #isReady = false;
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
    this.#watchReadiness(child);
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

  /** @param {import('node:child_process').ChildProcess} child */
  #watchReadiness(child) {
    const gone = new AbortController();
    this.#isReady = false;
    child.once('exit', () => gone.abort());
    this.#plan.untilReady?.(gone.signal).then(
      () => (this.#isReady = child === this.#child),
      () => undefined,
    );
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
    const wasReady = this.#isReady || livedMs >= wellAfterMs;
    const decision = decideRestart({ failedStarts: this.#failedStarts, wasReady });
    if (decision.kind === 'give up') {
      this.#events.onGivenUp(
        `The ${this.name} ended ${failedStartsMax} times in a row (${how}) before it was ready, so Weir stops: see ${this.#plan.logPath}.`,
      );
      return;
    }
    this.#failedStarts = decision.failedStarts;
    const when = decision.afterMs === 0 ? 'now' : `in ${decision.afterMs / 1000} s`;
    this.#events.onRestart(`The ${this.name} ended (${how}); it starts again ${when}.`);
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
