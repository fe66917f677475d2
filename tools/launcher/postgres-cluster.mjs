// @ts-check
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { commandLineOf, endProcess, identify } from './process-identity.mjs';

export const superuser = 'weir';
export const databaseName = 'weir';

/**
 * Makes the database cluster unless it is there. A cluster that was left half made is made again; one with data is never touched.
 *
 * @param {import('./postgres-home.mjs').PostgresHome} home
 * @param {string} passwordPath
 * @param {readonly string[]} [options] further options of initdb
 */
export async function ensureCluster({ clusterDir, binDir, account }, passwordPath, options = []) {
  const marker = join(clusterDir, 'weir-cluster');
  if (existsSync(marker)) return;
  // The server has run on it, so it may hold data: its own recovery decides whether it is whole.
  if (existsSync(join(clusterDir, 'postmaster.opts'))) return;
  for (const name of existsSync(clusterDir) ? readdirSync(clusterDir) : [])
    rmSync(join(clusterDir, name), { recursive: true, force: true });
  const password = existsSync(passwordPath)
    ? readFileSync(passwordPath, 'utf8').trim()
    : randomBytes(24).toString('base64url');
  writeFileSync(passwordPath, `${password}\n`, { mode: 0o600 });
  const passwordForInitdb = `${clusterDir}.for-initdb`;
  writeFileSync(passwordForInitdb, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) chownSync(passwordForInitdb, account.uid, account.gid);
  try {
    await runInitdb({ binDir, clusterDir, account, passwordFile: passwordForInitdb, options });
  } finally {
    rmSync(passwordForInitdb, { force: true });
  }
  writeFileSync(marker, '');
  if (account !== undefined) chownSync(marker, account.uid, account.gid);
}

/**
 * The locale is Postgres's own, so that the order of texts is the same on every machine.
 *
 * @param {{ binDir: string, clusterDir: string, account: import('./postgres-home.mjs').Account | undefined, passwordFile: string, options: readonly string[] }} plan
 */
async function runInitdb({ binDir, clusterDir, account, passwordFile, options }) {
  const args = [
    `--pgdata=${clusterDir}`,
    '--auth=scram-sha-256',
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...options,
  ];
  const child = spawn(join(binDir, 'initdb'), args, {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  /** @type {number | Error | null} */
  const outcome = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  if (outcome === 0) return;
  const details = outcome instanceof Error ? outcome.message : output.trim().split('\n').slice(-12).join('\n');
  throw new LaunchError(
    'The embedded Postgres could not make its database cluster; its last lines follow (or set DATABASE_URL to a Postgres of your own).',
    { details },
  );
}

/**
 * The server's own pid file: line 1 its process, line 4 its port, line 8 its state.
 *
 * @param {string} clusterDir
 * @returns {{ pid: number, port: number, isReady: boolean } | undefined}
 */
export function readPidFile(clusterDir) {
  const path = join(clusterDir, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that an earlier launcher left behind, and removes the pid file of one that is gone: its number may belong to
 * another program by now, and then Postgres would refuse to start.
 *
 * @param {string} clusterDir
 * @returns {Promise<'nothing' | 'stopped a server' | 'removed a pid file'>}
 */
export async function clearLeftovers(clusterDir) {
  const found = readPidFile(clusterDir);
  if (found === undefined || !Number.isInteger(found.pid) || found.pid <= 0) return 'nothing';
  const identity = identify(found.pid);
  if (identity !== undefined && isServerOf(found.pid, clusterDir)) {
    // SIGINT is Postgres's fast shutdown: sessions are ended, everything committed is on disk.
    await endProcess(identity, { signal: 'SIGINT', graceMs: 30_000 });
    return 'stopped a server';
  }
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
  return 'removed a pid file';
}

/** @param {number} pid @param {string} clusterDir */
function isServerOf(pid, clusterDir) {
  const commandLine = commandLineOf(pid);
  return commandLine.includes('postgres') && commandLine.includes(clusterDir);
}

/**
 * @param {{ host: string, port: number, password: string, database?: string }} server
 */
export function connectionUrl({ host, port, password, database = databaseName }) {
  return `postgres://${superuser}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}
