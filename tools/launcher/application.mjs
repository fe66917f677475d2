// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundles } from '../bundle/bundles.mjs';
import { LaunchError } from './launch-error.mjs';
import { packageBin } from './package-bin.mjs';
import { urlHost } from './settings.mjs';

const dieWithParent = ['--import', new URL('die-with-parent.mjs', import.meta.url).href];
const readyWithinMs = 120_000;

/**
 * @typedef {{ checkout: string, logDir: string, settings: import('./settings.mjs').Settings, databaseUrl: string }} Surroundings
 */

/** @param {Surroundings} surroundings */
function apiEnvironment({ settings, databaseUrl }) {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    WEIR_ROLE: 'all',
    WEIR_HOST: settings.host,
    WEIR_API_PORT: String(settings.apiPort),
    WEIR_DATA_DIR: settings.dataDir,
    WEIR_FILES_DIR: settings.filesDir,
    WEIR_SNAPSHOT_DIR: settings.snapshotDir,
    WEIR_SAMPLE_JOB: settings.hasSampleJob ? 'on' : 'off',
  };
}

/** @param {Surroundings} surroundings @returns {import('./service.mjs').ServicePlan} */
export function planApi(surroundings) {
  const { checkout, logDir } = surroundings;
  return {
    name: 'API',
    args: [...dieWithParent, join(checkout, bundles.api.bundle)],
    environment: apiEnvironment(surroundings),
    folder: checkout,
    logPath: join(logDir, 'api.log'),
    untilReady: (signal) => untilAnswers(`${apiUrl(surroundings.settings)}/readyz`, signal),
    // It takes a last checkpoint of every job.
    stopGraceMs: 40_000,
  };
}

/** @param {Surroundings} surroundings @returns {import('./service.mjs').ServicePlan} */
export function planDashboard({ checkout, logDir, settings }) {
  return {
    name: 'dashboard',
    args: [
      ...dieWithParent,
      packageBin('next', 'next'),
      'start',
      '-p',
      String(settings.dashboardPort),
      '-H',
      settings.host,
    ],
    environment: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      WEIR_HOST: settings.host,
      WEIR_API_URL: apiUrl(settings),
    },
    folder: join(checkout, 'apps/dashboard'),
    logPath: join(logDir, 'dashboard.log'),
    untilReady: (signal) => untilAnswers(dashboardUrl(settings), signal),
    stopGraceMs: 10_000,
  };
}

/** @param {import('./settings.mjs').Settings} settings */
export function apiUrl({ host, apiPort }) {
  return `http://${urlHost(host)}:${apiPort}`;
}

/** @param {import('./settings.mjs').Settings} settings */
export function dashboardUrl({ host, dashboardPort }) {
  return `http://${urlHost(host)}:${dashboardPort}`;
}

/**
 * Brings the database to the schema of this version.
 *
 * @param {Surroundings} surroundings
 */
export async function migrate(surroundings) {
  const script = join(surroundings.checkout, 'apps/api/dist/migrate.js');
  const child = spawn(process.execPath, [...dieWithParent, script], {
    cwd: surroundings.checkout,
    env: apiEnvironment(surroundings),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  /** @type {number | null} */
  const code = await new Promise((resolve) =>
    child.on('error', ({ message }) => (output += message)).on('close', resolve),
  );
  if (code === 0) return;
  const details = output.trim().split('\n').slice(-20).join('\n');
  throw new LaunchError('The database could not be brought to the schema of this version; the last lines follow.', {
    details,
  });
}

/**
 * Resolves when the address answers with success.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function untilAnswers(url, signal) {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)]);
  while (!deadline.aborted) {
    const answer = await fetch(url, { signal: deadline, redirect: 'manual' }).catch(() => undefined);
    await answer?.body?.cancel().catch(() => undefined);
    if (answer !== undefined && answer.status < 400) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signal.throwIfAborted();
  throw new LaunchError(`${url} did not answer within ${readyWithinMs / 1000} s.`);
}
