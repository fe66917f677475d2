import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A worker as an own process, run from its build. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';

  constructor(folder: string, environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        WEIR_DATA_DIR: join(folder, 'host'),
        WEIR_SNAPSHOT_DIR: join(folder, 'snapshots'),
        WEIR_FILES_DIR: join(folder, 'files'),
        ...environment,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it has logged, for the message of a failure. */
  get output(): string {
    return this.#output;
  }

  get isReady(): boolean {
    return this.#output.includes('Runs are taken.');
  }

  /** Resolves with the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
