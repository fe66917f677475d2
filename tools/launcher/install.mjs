// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';

const networkTrouble = /\b(?:ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/**
 * Whether the packages on disk are those of the lockfile. npm writes `node_modules/.package-lock.json` at the very end, so an
 * interrupted installation does not count.
 *
 * @param {string} checkout
 */
export function isInstalled(checkout) {
  const written = join(checkout, 'node_modules/.package-lock.json');
  if (!existsSync(written)) return false;
  const stamp = stampPath(checkout);
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === lockfileDigest(checkout) || isNewer(written, checkout);
  return isNewer(written, checkout);
}

/** @param {string} written @param {string} checkout */
function isNewer(written, checkout) {
  return statSync(written).mtimeMs >= statSync(join(checkout, 'package-lock.json')).mtimeMs;
}

/**
 * @param {string} checkout
 * @param {{ note: (text: string) => void, signal: AbortSignal }} options
 */
export async function install(checkout, { note, signal }) {
  note('npm ci');
  const { command, args } = npmCommand();
  const child = spawn(command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output = (output + text).slice(-20_000)));
  }
  /** @type {number | NodeJS.ErrnoException | null} */
  const outcome = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  signal.throwIfAborted();
  if (outcome === 0) {
    writeFileSync(stampPath(checkout), lockfileDigest(checkout));
    return;
  }
  throw installError(output, outcome);
}

/**
 * @param {string} output
 * @param {number | NodeJS.ErrnoException | null} outcome
 */
export function installError(output, outcome) {
  const details = output.trim().split('\n').slice(-12).join('\n');
  if (outcome instanceof Error) return new LaunchError('npm was not found: install npm 10 or newer and try again.');
  if (networkTrouble.test(output)) {
    return new LaunchError(
      'The packages could not be fetched because the registry was not reached: check the network (and npm config get registry) and try again.',
      { details },
    );
  }
  if (/\bENOSPC\b/.test(output)) {
    return new LaunchError('The disk is full, so the packages could not be written: make room and try again.', {
      details,
    });
  }
  if (/\b(?:EACCES|EPERM)\b/.test(output)) {
    return new LaunchError('npm may not write into node_modules: give the checkout to this user and try again.', {
      details,
    });
  }
  return new LaunchError('npm ci failed; its last lines follow.', { details });
}

/** npm itself as a Node script when npm started this process, else the command on the path. */
export function npmCommand() {
  const script = process.env['npm_execpath'];
  const isNpm = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  return isNpm ? { command: process.execPath, args: [script] } : { command: 'npm', args: [] };
}

/** @param {string} checkout */
function stampPath(checkout) {
  return join(checkout, 'node_modules/.weir-installed');
}

/** @param {string} checkout */
function lockfileDigest(checkout) {
  return createHash('sha256')
    .update(readFileSync(join(checkout, 'package-lock.json')))
    .digest('hex');
}
