// @ts-check
import { isAbsolute, join, resolve } from 'node:path';
import { LaunchError } from './launch-error.mjs';

/**
 * @typedef {object} Settings
 * @property {string} host loopback address that the servers listen on
 * @property {number} apiPort
 * @property {number} dashboardPort
 * @property {string} dataDir absolute
 * @property {string} filesDir absolute
 * @property {string} snapshotDir absolute
 * @property {string | undefined} databaseUrl undefined: the embedded Postgres
 * @property {boolean} hasSampleJob
 */

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Reads the variables of `npm start`. Relative folders are relative to the checkout.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} checkout
 * @returns {Settings}
 */
export function parseSettings(environment, checkout) {
  const text = (/** @type {string} */ name) =>
    environment[name]?.trim() === '' ? undefined : environment[name]?.trim();
  const folder = (/** @type {string} */ name, /** @type {string} */ otherwise) => {
    const given = text(name) ?? otherwise;
    return isAbsolute(given) ? resolve(given) : resolve(checkout, given);
  };
  const host = text('WEIR_HOST') ?? '127.0.0.1';
  if (!loopback.has(host)) {
    throw new LaunchError(
      `WEIR_HOST is ${host}, but the API has no authentication yet, so it listens on this machine only: leave WEIR_HOST unset and put a proxy that authenticates in front.`,
    );
  }
  const apiPort = parsePort('WEIR_API_PORT', text('WEIR_API_PORT') ?? '4100');
  const dashboardPort = parsePort('WEIR_DASHBOARD_PORT', text('WEIR_DASHBOARD_PORT') ?? '4000');
  if (apiPort === dashboardPort) {
    throw new LaunchError(`WEIR_API_PORT and WEIR_DASHBOARD_PORT are both ${apiPort}: give them different ports.`);
  }
  const dataDir = folder('WEIR_DATA_DIR', '.weir');
  return Object.freeze({
    host,
    apiPort,
    dashboardPort,
    dataDir,
    filesDir: folder('WEIR_FILES_DIR', join(dataDir, 'files')),
    snapshotDir: folder('WEIR_SNAPSHOT_DIR', join(dataDir, 'snapshots')),
    databaseUrl: text('DATABASE_URL'),
    hasSampleJob: parseSwitch('WEIR_SAMPLE_JOB', text('WEIR_SAMPLE_JOB') ?? 'on'),
  });
}

/** @param {string} name @param {string} value */
function parsePort(name, value) {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new LaunchError(`${name} is "${value}": give a port from 1 to 65535.`);
}

/** @param {string} name @param {string} value */
function parseSwitch(name, value) {
  const isOn = ['on', 'true', '1', 'yes'].includes(value.toLowerCase());
  if (isOn || ['off', 'false', '0', 'no'].includes(value.toLowerCase())) return isOn;
  throw new LaunchError(`${name} is "${value}": give on or off.`);
}

/**
 * A host as it stands in a URL.
 *
 * @param {string} host
 */
export function urlHost(host) {
  return host.includes(':') ? `[${host}]` : host;
}
