// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { LockFile } from './lock.mjs';
import { watchNpm } from './npm-watch.mjs';
import { checkoutRoot } from './package-bin.mjs';
import { dataBytesNeeded, ensurePortFree, ensureSpace, ensureWritable } from './preflight.mjs';
import { prepareCheckout } from './prepare-checkout.mjs';
import { endProcess } from './process-identity.mjs';
import { say, step } from './progress.mjs';
import { parseSettings } from './settings.mjs';
import { Supervisor } from './supervisor.mjs';

/** Two Ctrl-C within this time are one: npm passes on the signal that the terminal has sent to both. */
const doubleSignalMs = 1_000;

/** Runs Weir until it is told to stop. Sets the exit code. */
export async function launch() {
  const started = performance.now();
  /** @type {LockFile | undefined} */
  let lock;
  const stopping = new AbortController();
  const supervisor = new Supervisor({ checkout: checkoutRoot, stopping });
  listenForStop(stopping, supervisor);
  const endWatch = watchNpm(() => stopping.abort('npm start has ended'));
  try {
    const settings = parseSettings(process.env, checkoutRoot);
    console.log('Weir');
    lock = await takeDataFolder(settings);
    await prepareCheckout(checkoutRoot, stopping.signal);
    stopping.signal.throwIfAborted();
    await supervisor.start(settings, lock);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`Ready after ${seconds} s. Ctrl-C stops it; the next npm start goes on where it stopped.\n`);
    console.log(`  Dashboard  ${supervisor.dashboardUrl}`);
    console.log(`  API        ${supervisor.apiUrl}/api/v1   (Swagger UI: ${supervisor.apiUrl}/api/docs)\n`);
    await supervisor.untilStopAsked();
  } catch (thrown) {
    if (!stopping.signal.aborted || stopping.signal.reason instanceof LaunchError)
      report(stopping.signal.aborted ? stopping.signal.reason : thrown);
  } finally {
    endWatch();
    await supervisor.stop();
    lock?.release();
  }
  if (typeof stopping.signal.reason === 'string') say(`Stopped: ${stopping.signal.reason}.`);
  process.exit(process.exitCode ?? 0);
}

/**
 * Claims the data folder, and ends what a killed launcher has left running on it.
 *
 * @param {import('./settings.mjs').Settings} settings
 */
async function takeDataFolder(settings) {
  const { dataDir, filesDir, snapshotDir, host, apiPort, dashboardPort } = settings;
  ensureWritable(dataDir, 'WEIR_DATA_DIR');
  ensureWritable(filesDir, 'WEIR_FILES_DIR');
  ensureWritable(snapshotDir, 'WEIR_SNAPSHOT_DIR');
  ensureSpace(dataDir, dataBytesNeeded);
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const claim = LockFile.acquire(join(dataDir, 'launcher.lock'));
  if (claim.kind === 'held') {
    const where = claim.by.note === '' ? 'it is still starting' : `its dashboard is at ${claim.by.note}`;
    throw new LaunchError(
      `Weir already runs on ${dataDir} (process ${claim.by.owner.pid}; ${where}): use that one, or set WEIR_DATA_DIR and the ports to others.`,
    );
  }
  try {
    await endLeftBehind(claim.leftBehind);
    await ensurePortFree({ host, port: apiPort, purpose: 'API', variable: 'WEIR_API_PORT' });
    await ensurePortFree({ host, port: dashboardPort, purpose: 'dashboard', variable: 'WEIR_DASHBOARD_PORT' });
  } catch (thrown) {
    claim.lock.release();
    throw thrown;
  }
  return claim.lock;
}

/**
 * The database last: the others record what they still know when they stop.
 *
 * @param {import('./lock.mjs').ChildEntry[]} children
 */
async function endLeftBehind(children) {
  if (children.length === 0) return;
  await step('Clearing a killed start', async (note) => {
    const clients = children.filter(({ name }) => name !== 'Postgres');
    const ends = await Promise.all(clients.map((child) => endProcess(child, { signal: 'SIGTERM', graceMs: 45_000 })));
    for (const server of children.filter(({ name }) => name === 'Postgres')) {
      ends.push(await endProcess(server, { signal: 'SIGTERM', graceMs: 45_000 }));
    }
    note(ends.join(', '));
  });
}

/** @param {AbortController} stopping @param {Supervisor} supervisor */
function listenForStop(stopping, supervisor) {
  let firstAt = 0;
  const ask = (/** @type {string} */ reason) => {
    const now = performance.now();
    if (!stopping.signal.aborted) {
      firstAt = now;
      stopping.abort(reason);
    } else if (now - firstAt > doubleSignalMs) {
      say('Stopping at once; the next start recovers.');
      supervisor.kill();
      process.exit(1);
    }
  };
  process.on('SIGINT', () => ask('Ctrl-C'));
  process.on('SIGTERM', () => ask('SIGTERM'));
  process.on('SIGHUP', () => ask('the terminal was closed'));
  // Writing to a terminal that is gone must not end the orderly stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** @param {unknown} thrown */
function report(thrown) {
  process.exitCode = 1;
  if (!(thrown instanceof LaunchError)) {
    console.error(thrown);
    return;
  }
  console.error(`\n${thrown.message}`);
  if (thrown.details !== undefined && thrown.details !== '') console.error(`\n${thrown.details}`);
}
