import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildParts, markBuilt, sourceDigest } from './build.mjs';
import { checkoutRoot } from './package-bin.mjs';
import { findFreePort } from './preflight.mjs';

/** A server that answers every request and writes down how it was stopped. */
const fakeServer = (portExpression: string): string => `
  import { createServer } from 'node:http';
  import { appendFileSync } from 'node:fs';
  const log = (text) => appendFileSync(process.env.WEIR_TEST_JOURNAL, text + '\\n');
  const server = createServer((request, response) => response.end(String(process.pid)));
  server.listen(${portExpression}, '127.0.0.1', () => log('up ' + NAME));
  process.on('SIGTERM', () => { log('stopped ' + NAME); server.close(); server.closeAllConnections(); process.disconnect?.(); });
`;

/**
 * A checkout that is installed and built already, in a folder with a space, whose API and dashboard are small servers: the launcher,
 * its guard and Postgres are the real ones.
 */
export class TestCheckout {
  readonly folder: string;
  readonly #journal: string;
  readonly #launchers: ChildProcess[] = [];
  readonly #ports: { readonly api: number; readonly dashboard: number };

  private constructor(folder: string, ports: { readonly api: number; readonly dashboard: number }) {
    this.folder = folder;
    this.#ports = ports;
    this.#journal = join(folder, 'journal.txt');
  }

  static async create(): Promise<TestCheckout> {
    const folder = join(mkdtempSync(join(tmpdir(), 'weir launcher ')), 'my checkout');
    mkdirSync(folder, { recursive: true });
    chmodSync(dirname(folder), 0o755);
    const checkout = new TestCheckout(folder, {
      api: await findFreePort('127.0.0.1'),
      dashboard: await findFreePort('127.0.0.1'),
    });
    checkout.#fill();
    return checkout;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#ports.api}`;
  }

  get dashboardUrl(): string {
    return `http://127.0.0.1:${this.#ports.dashboard}`;
  }

  get apiPort(): number {
    return this.#ports.api;
  }

  get dataDir(): string {
    return join(this.folder, '.weir');
  }

  /** What the servers wrote down, in order. */
  get journal(): string[] {
    try {
      return readFileSync(this.#journal, 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  /** Starts the launcher; `output` grows while it runs. */
  start(environment: NodeJS.ProcessEnv = {}): {
    readonly process: ChildProcess;
    readonly output: () => string;
    readonly ended: Promise<number | null>;
  } {
    const child = spawn(process.execPath, ['tools/launcher/start.mjs'], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        REDIS_URL: '',
        npm_lifecycle_event: undefined,
        WEIR_DATA_DIR: this.dataDir,
        WEIR_API_PORT: String(this.#ports.api),
        WEIR_DASHBOARD_PORT: String(this.#ports.dashboard),
        WEIR_TEST_JOURNAL: this.#journal,
        ...environment,
      },
    });
    this.#launchers.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return { process: child, output: () => text, ended: new Promise((resolve) => child.once('close', resolve)) };
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** The digest goes with the sources, so a test that changes them marks the result as built. */
  markBuilt(): void {
    for (const part of buildParts) markBuilt(this.folder, part, sourceDigest(this.folder, part));
  }

  async remove(): Promise<void> {
    for (const child of this.#launchers) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  #fill(): void {
    for (const tools of ['tools/launcher', 'tools/bundle'])
      cpSync(join(checkoutRoot, tools), join(this.folder, tools), { recursive: true });
    this.write('package.json', '{ "type": "module" }');
    this.write('package-lock.json', '{}');
    for (const output of buildParts.flatMap(({ outputs }) => outputs)) this.write(output, '');
    this.write('apps/api/dist/migrate.js', '');
    this.write('apps/api/dist/main.bundle.js', `const NAME = 'api';${fakeServer('Number(process.env.WEIR_API_PORT)')}`);
    this.write('node_modules/next/package.json', '{ "type": "module", "bin": { "next": "./next.js" } }');
    this.write('node_modules/next/next.js', `const NAME = 'dashboard';${fakeServer('Number(process.argv[4])')}`);
    for (const name of readdirSync(join(checkoutRoot, 'node_modules')).filter(
      (entry) => entry !== 'next' && !entry.startsWith('.'),
    )) {
      symlinkSync(join(checkoutRoot, 'node_modules', name), join(this.folder, 'node_modules', name));
    }
    this.write('node_modules/.package-lock.json', '{}');
    this.markBuilt();
  }
}
