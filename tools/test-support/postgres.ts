import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { connectionUrl, ensureCluster, readPidFile } from '../launcher/postgres-cluster.mjs';
import { preparePostgresHome } from '../launcher/postgres-home.mjs';

/** A real Postgres for one test file. */
export interface TestPostgres {
  /** Makes an empty database and answers its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server as `pg_ctl stop -m fast` does; the data stay. */
  pause(): Promise<void>;
  /** Kills the server without warning. */
  kill(): Promise<void>;
  /** Starts it again on the same port after `pause` or `kill`. */
  resume(): Promise<void>;
  /** Stops it and removes its files. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port with files in a temporary folder: about two seconds. As root, wherever the checkout lies: the
 * launcher's own preparation finds a user for the server and a place whose programs that user can run.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-postgres-'));
  chmodSync(folder, 0o755);
  const home = preparePostgresHome({
    checkout: checkoutRoot,
    dataDir: folder,
    shelf: join(tmpdir(), 'weir-test-shelf'),
  });
  await ensureCluster(home, join(folder, 'postgres.password'), ['--no-sync']);
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8').trim();
  const server = new RunningPostgres({ home, folder, port: await freePort(), password });
  await server.resume();
  return server;
}

interface Place {
  readonly home: ReturnType<typeof preparePostgresHome>;
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

class RunningPostgres implements TestPostgres {
  readonly #place: Place;
  #server: ChildProcess | undefined;

  constructor(place: Place) {
    this.#place = place;
    // A test that never stops its server must not leave it behind.
    process.once('exit', () => this.#server?.kill('SIGQUIT'));
  }

  async createDatabase(): Promise<string> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const client = new pg.Client({ connectionString: this.#url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.#url(name);
  }

  pause(): Promise<void> {
    return this.#end('SIGINT');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    // The children of a killed postmaster leave by themselves; the lock file does not.
    rmSync(join(this.#place.home.clusterDir, 'postmaster.pid'), { force: true });
  }

  async resume(): Promise<void> {
    const { home, port } = this.#place;
    const { clusterDir, binDir, account } = home;
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=100'];
    const args = ['-D', clusterDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    for (let tries = 0; tries < 20; tries += 1) {
      const server = spawn(join(binDir, 'postgres'), args, { ...account, cwd: '/', stdio: 'ignore' });
      this.#server = server;
      if (await untilReady(clusterDir, server)) return;
      // Backends of a killed server may hold its memory for a moment.
      await pause(100);
    }
    throw new Error('The Postgres for tests did not start.');
  }

  async stop(): Promise<void> {
    await this.#end('SIGINT');
    rmSync(this.#place.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || hasEnded(server)) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await gone;
  }

  #url(database: string): string {
    const { port, password } = this.#place;
    return connectionUrl({ host: '127.0.0.1', port, password, database });
  }
}

/** A TCP port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The probe has no TCP address.');
  return address.port;
}

/** Whether the server came up; false when it ended instead. */
async function untilReady(clusterDir: string, server: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 1_200 && !hasEnded(server); tries += 1) {
    const found = readPidFile(clusterDir);
    if (found?.isReady === true && found.pid === server.pid) return true;
    await pause(25);
  }
  return false;
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

/** Poll interval; every wait here has a bound. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
