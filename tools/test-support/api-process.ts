import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleIfStale, bundles } from '../bundle/bundles.mjs';

const checkout = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(checkout, 'apps/api/dist');

export interface ApiProcessOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built API in a process of its own, as the launcher starts it. */
export class ApiProcess {
  readonly url: string;
  readonly #options: ApiProcessOptions;
  #child: ChildProcess | null = null;
  #output = '';

  constructor(options: ApiProcessOptions) {
    if (!existsSync(join(dist, 'main.js'))) throw new Error('apps/api is not built: run "npx tsc -b apps/api" first.');
    bundleIfStale(checkout, 'thread');
    bundleIfStale(checkout, 'api');
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  migrate(): void {
    const { status, stderr } = spawnSync(process.execPath, [join(dist, 'migrate.js')], {
      env: this.#environment(),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The migration failed: ${stderr}`);
  }

  /** Resolves when the API is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(checkout, bundles.api.bundle)], {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    const deadline = Date.now() + 60_000;
    for (;;) {
      const isReady = await fetch(`${this.url}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The API did not become ready:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Sends a signal and resolves with the exit code (null after a kill) when the process is gone. Idempotent. */
  async stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (child === null) return null;
    this.#child = null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return child.exitCode ?? gone;
  }

  /** Everything it has said. */
  get output(): string {
    return this.#output;
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  #environment(): Record<string, string> {
    const { databaseUrl, dataDir, port, environment } = this.#options;
    return {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: databaseUrl,
      WEIR_DATA_DIR: dataDir,
      WEIR_API_PORT: String(port),
      WEIR_SAMPLE_JOB: 'off',
      ...environment,
    };
  }
}
