// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { LaunchError } from './launch-error.mjs';
import { clearLeftovers, connectionUrl, databaseName, ensureCluster, readPidFile } from './postgres-cluster.mjs';
import { preparePostgresHome } from './postgres-home.mjs';
import { findFreePort, isPortFree } from './preflight.mjs';
import { lastLines } from './service.mjs';

const host = '127.0.0.1';
const readyWithinMs = 90_000;

/**
 * The embedded database of one data folder.
 *
 * @typedef {object} EmbeddedPostgres
 * @property {string} url of Weir's database
 * @property {import('./service.mjs').ServicePlan} plan
 * @property {(signal: AbortSignal) => Promise<void>} untilReady rejects with the signal's reason when it is aborted
 */

/**
 * Prepares the cluster and plans its server; nothing runs yet.
 *
 * @param {{ checkout: string, dataDir: string, logDir: string }} folders
 * @returns {Promise<EmbeddedPostgres>}
 */
export async function planPostgres({ checkout, dataDir, logDir }) {
  const home = preparePostgresHome({ checkout, dataDir });
  const passwordPath = join(dataDir, 'postgres.password');
  await clearLeftovers(home.clusterDir);
  await ensureCluster(home, passwordPath);
  const port = await choosePort(join(dataDir, 'postgres.port'));
  const password = readFileSync(passwordPath, 'utf8').trim();
  const logPath = join(logDir, 'postgres.log');
  const server = {
    program: join(home.binDir, 'postgres'),
    args: serverArguments(home.clusterDir, port),
    account: home.account,
  };
  return {
    url: connectionUrl({ host, port, password }),
    plan: {
      name: 'Postgres',
      args: [fileURLToPath(new URL('postgres-guard.mjs', import.meta.url)), JSON.stringify(server)],
      environment: process.env,
      folder: checkout,
      logPath,
      stopGraceMs: 45_000,
      prepare: async () => void (await clearLeftovers(home.clusterDir)),
      requestStop: (child) => {
        if (child.connected) child.send({ kind: 'stop' });
        else child.kill('SIGTERM');
      },
    },
    untilReady: async (signal) => {
      await untilServerReady({ clusterDir: home.clusterDir, logPath, signal });
      await ensureDatabase(connectionUrl({ host, port, password, database: 'postgres' }));
    },
  };
}

/** @param {string} clusterDir @param {number} port */
function serverArguments(clusterDir, port) {
  const settings = {
    listen_addresses: host,
    // Paths of sockets are limited to 107 bytes, and a checkout may lie anywhere.
    unix_socket_directories: '',
    max_connections: '100',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
  };
  return [
    '-D',
    clusterDir,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/**
 * The port of last time if it is free, so that a client that knows it finds the server again.
 *
 * @param {string} path
 */
async function choosePort(path) {
  const before = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (Number.isInteger(before) && before > 0 && (await isPortFree(host, before))) return before;
  const port = await findFreePort(host);
  writeFileSync(path, `${port}\n`);
  return port;
}

/** @param {{ clusterDir: string, logPath: string, signal: AbortSignal }} wait */
async function untilServerReady({ clusterDir, logPath, signal }) {
  const deadline = performance.now() + readyWithinMs;
  while (readPidFile(clusterDir)?.isReady !== true) {
    signal.throwIfAborted();
    if (performance.now() > deadline) {
      throw new LaunchError('The embedded Postgres did not become ready; its last lines follow.', {
        details: lastLines(logPath, 12),
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} adminUrl */
async function ensureDatabase(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  // The server may be stopped while this connection is open; the query's own error tells of it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
