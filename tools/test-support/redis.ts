import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { findFreePort } from '../launcher/preflight.mjs';
import { provideSystemPackages } from '../launcher/system-packages.mjs';

/** A real Redis for one test file. */
export interface TestRedis {
  readonly url: string;
  /** Forgets everything, as a Redis without persistence does when it is started again. */
  flush(): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  resume(): Promise<void>;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** Whether tests of Redis may be left out because there is none; `npm test` fails without one unless it was told otherwise. */
export const mayMissRedis = process.env['WEIR_ALLOW_MISSING_REDIS'] !== undefined;

/** Starts a server on a free port that keeps nothing on disk. Undefined only where {@link mayMissRedis} allows it. */
export async function startTestRedis(): Promise<TestRedis | undefined> {
  const { environment } = provideSystemPackages(checkoutRoot);
  const program = environment['WEIR_REDIS_SERVER'];
  if (program === undefined) {
    if (mayMissRedis) return undefined;
    throw new Error('No redis-server was found or could be fetched: install one or name it in WEIR_REDIS_SERVER.');
  }
  const redis = new RunningRedis({ program, environment, port: await findFreePort('127.0.0.1') });
  await redis.resume();
  return redis;
}

class RunningRedis implements TestRedis {
  readonly url: string;
  readonly #options: { readonly program: string; readonly environment: Record<string, string>; readonly port: number };
  readonly #folder = mkdtempSync(join(tmpdir(), 'weir-redis-'));
  #server: ChildProcess | undefined;

  constructor(options: {
    readonly program: string;
    readonly environment: Record<string, string>;
    readonly port: number;
  }) {
    this.#options = options;
    this.url = `redis://127.0.0.1:${options.port}`;
  }

  async resume(): Promise<void> {
    const { program, environment, port } = this.#options;
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      this.#folder,
    ];
    this.#server = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...environment } });
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await this.#ask('PING').catch(() => '')).startsWith('+PONG')) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('Redis did not answer within five seconds.');
  }

  async flush(): Promise<void> {
    await this.#ask('FLUSHALL');
  }

  async kill(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** One inline command, one line of answer. */
  #ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ host: '127.0.0.1', port: this.#options.port });
      socket.once('error', reject);
      socket.once('data', (data) => {
        resolve(data.toString('utf8'));
        socket.destroy();
      });
      socket.once('connect', () => socket.write(`${command}\r\n`));
    });
  }
}
