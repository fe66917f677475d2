// @ts-check
import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { LaunchError } from './launch-error.mjs';

const mebibyte = 1024 * 1024;
/** Packages and build output of a fresh checkout. */
export const installBytesNeeded = 2_500 * mebibyte;
/** A database cluster and the first snapshots. */
export const dataBytesNeeded = 500 * mebibyte;

/**
 * Creates a folder, for its owner alone, and proves that files can be written into it.
 *
 * @param {string} folder
 * @param {string} variable the setting that moves the folder elsewhere
 */
export function ensureWritable(folder, variable) {
  const probe = join(folder, `.write-probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (thrown) {
    const code = /** @type {NodeJS.ErrnoException} */ (thrown).code ?? String(thrown);
    throw new LaunchError(
      `The folder ${folder} cannot be written (${code}): set ${variable} to a folder that you own.`,
    );
  }
}

/**
 * @param {string} folder
 * @param {number} bytesNeeded
 */
export function ensureSpace(folder, bytesNeeded) {
  const { bavail, bsize } = statfsSync(existingParent(folder));
  const free = bavail * bsize;
  if (free >= bytesNeeded) return;
  const [needed, left] = [bytesNeeded, free].map((bytes) => `${Math.round(bytes / mebibyte)} MiB`);
  throw new LaunchError(
    `The disk that holds ${folder} has ${left} free and ${needed} are needed: make room and try again.`,
  );
}

/** @param {string} folder @returns {string} */
function existingParent(folder) {
  return existsSync(folder) ? folder : existingParent(dirname(folder));
}

/**
 * @param {{ host: string, port: number, purpose: string, variable: string }} wanted
 * @returns {Promise<void>}
 */
export async function ensurePortFree({ host, port, purpose, variable }) {
  const code = await tryToListen(host, port);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') {
    throw new LaunchError(
      `Port ${port}, for the ${purpose}, is taken by another program: stop that program, or set ${variable} to a free port.`,
    );
  }
  throw new LaunchError(`The ${purpose} cannot listen on ${host}:${port} (${code}): set ${variable} to another port.`);
}

/** @param {string} host @param {number} port */
export async function isPortFree(host, port) {
  return (await tryToListen(host, port)) === undefined;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} the error code, or undefined when the port is free
 */
function tryToListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A port that was free a moment ago. @param {string} host @returns {Promise<number>} */
export function findFreePort(host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** @param {string} folder */
export function ensureCheckoutWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new LaunchError(
      `The checkout ${folder} cannot be written by this user, so nothing can be installed or built there: give it to this user, or copy it.`,
    );
  }
}
