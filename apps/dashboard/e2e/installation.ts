import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The whole product, started as a user starts it. */
export interface Installation {
  readonly url: string;
  /** Stops every process of its Postgres where it stands, as a hung disk does, until the answered function is called. */
  freezePostgres(): () => void;
  stop(): Promise<void>;
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const readyWithinMs = 280_000;
const stopWithinMs = 60_000;

/**
 * Starts the launcher on a data folder and ports of its own, without the sample job.
 * `WEIR_E2E_URL` names the dashboard of an installation that runs already, to be used instead, and `WEIR_E2E_DATA_DIR` its data folder.
 */
export async function startInstallation(): Promise<Installation> {
  const running = process.env['WEIR_E2E_URL'];
  if (running !== undefined && running !== '') {
    const folder = process.env['WEIR_E2E_DATA_DIR'] ?? '';
    return { url: running, freezePostgres: () => freezePostgres(folder), stop: () => Promise.resolve() };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'weir-e2e-'));
  chmodSync(dataDir, 0o755);
  const [apiPort, dashboardPort] = [await freePort(), await freePort()];
  const launcher = spawn(process.execPath, [join(checkout, 'tools/launcher/start.mjs')], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      WEIR_DATA_DIR: dataDir,
      WEIR_API_PORT: String(apiPort),
      WEIR_DASHBOARD_PORT: String(dashboardPort),
      WEIR_SAMPLE_JOB: 'off',
    },
  });
  const stop = async () => {
    await end(launcher);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await dashboardUrl(launcher), freezePostgres: () => freezePostgres(dataDir), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The launcher prints its dashboard's address when everything answers. */
function dashboardUrl(launcher: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`${why}. Its output:\n${output}`));
    const timer = setTimeout(() => fail(`The launcher was not ready within ${readyWithinMs / 1_000} s`), readyWithinMs);
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const url = /Dashboard\s+(http:\S+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    launcher.stdout?.on('data', read);
    launcher.stderr?.on('data', read);
    launcher.once('exit', (code) => {
      clearTimeout(timer);
      fail(`The launcher ended with ${code ?? 'a signal'}`);
    });
  });
}

function freezePostgres(dataDir: string): () => void {
  const postmaster = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  const isBackend = (pid: string): boolean => {
    try {
      // The parent is the second word after the name, which stands in parentheses.
      return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]) === postmaster;
    } catch {
      return false;
    }
  };
  const pids = [
    postmaster,
    ...readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isBackend(name))
      .map(Number),
  ];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  };
}

/** Ends it as Ctrl-C does, and waits until it is gone. */
async function end(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  launcher.kill('SIGINT');
  const timer = setTimeout(() => launcher.kill('SIGKILL'), stopWithinMs);
  await gone;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free port.'));
      });
    });
  });
}
