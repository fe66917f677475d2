import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../tools/engine/job.mjs', import.meta.url));

/** `npm run job` in a process of its own, so that it can be killed as a machine would: with SIGKILL. */
export class JobProcess {
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  #output = '';
  #waiters: (() => void)[] = [];
  #hasExited = false;

  /** `failpoint`: where it dies by itself (see src/failpoints). */
  constructor(args: readonly string[], failpoint?: string) {
    const env = failpoint === undefined ? process.env : { ...process.env, WEIR_FAILPOINT: failpoint };
    this.#child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#wakeAll();
      });
    }
    this.exited = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#hasExited = true;
        this.#wakeAll();
        resolve(code);
      });
    });
  }

  get output(): string {
    return this.#output;
  }

  /** Resolves to the match as soon as the output has it; throws when the process ends, or `withinMs` pass, without. */
  async until(pattern: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      const left = deadline - Date.now();
      if (this.#hasExited || left <= 0)
        throw new Error(`The job did not say ${String(pattern)}:\n${this.#output.slice(-3_000)}`);
      await this.#next(left);
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  #next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wakeAll(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
