// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand, bundles } from '../bundle/bundles.mjs';
import { LaunchError } from './launch-error.mjs';
import { packageBin } from './package-bin.mjs';
import { runTool } from './run-tool.mjs';

/**
 * One half of the build, with a stamp of its own: a change of the servers does not rebuild the dashboard, which takes longest.
 *
 * @typedef {{ name: 'servers' | 'dashboard', inputs: readonly string[], outputs: readonly string[] }} BuildPart
 */

/** @type {readonly BuildPart[]} */
export const buildParts = [
  {
    name: 'servers',
    inputs: ['apps/api', 'apps/worker', 'libs', 'tools/bundle'],
    outputs: [
      'apps/api/dist/main.js',
      'apps/api/dist/migrate.js',
      'apps/worker/dist/main.js',
      bundles.api.bundle,
      bundles.thread.bundle,
    ],
  },
  {
    name: 'dashboard',
    inputs: ['apps/dashboard', 'libs/kernel', 'libs/job-spec', 'libs/api-client'],
    outputs: ['apps/dashboard/.next/BUILD_ID'],
  },
];

const commonInputs = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
const skippedFolders = new Set(['node_modules', 'dist', '.next', '.nx', 'coverage', 'test', 'e2e']);
const skippedFile = /\.(?:spec|it-spec|e2e-spec)\.tsx?$|\.md$|\.tsbuildinfo$|next-env\.d\.ts$/;

/**
 * Digest over the names and contents of everything that goes into a part. Contents, not times: a checkout of another
 * branch and back builds nothing.
 *
 * @param {string} checkout
 * @param {BuildPart} part
 * @returns {string}
 */
export function sourceDigest(checkout, part) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  const common = commonInputs.filter((path) => existsSync(join(checkout, path)));
  for (const path of [...common, ...part.inputs.flatMap((folder) => inputsBelow(checkout, folder))]) {
    const content = readFileSync(join(checkout, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} checkout
 * @param {string} folder
 * @returns {string[]} sorted, so that the digest depends on no directory order
 */
function inputsBelow(checkout, folder) {
  if (!existsSync(join(checkout, folder))) return [];
  const entries = readdirSync(join(checkout, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : inputsBelow(checkout, path);
      return entry.isFile() && !skippedFile.test(entry.name) ? [path] : [];
    });
}

/**
 * Parts whose outputs are missing or not those of the sources.
 *
 * @param {string} checkout
 * @returns {BuildPart[]}
 */
export function staleParts(checkout) {
  return buildParts.filter((part) => {
    const stamp = stampPath(checkout, part);
    const isThere = part.outputs.every((path) => existsSync(join(checkout, path))) && existsSync(stamp);
    return !isThere || readFileSync(stamp, 'utf8') !== sourceDigest(checkout, part);
  });
}

/**
 * Builds the stale parts side by side. `npm run build` makes the same files project by project, with Nx's cache; one compiler
 * for all projects is several times faster on a fresh checkout.
 *
 * @param {string} checkout
 * @param {{ note: (text: string) => void, signal: AbortSignal }} options
 */
export async function build(checkout, { note, signal }) {
  const stale = staleParts(checkout);
  const digests = new Map(stale.map((part) => [part, sourceDigest(checkout, part)]));
  const names = new Set(stale.map(({ name }) => name));
  const running = new Set();
  const tell = (/** @type {string} */ name, /** @type {Promise<void>} */ work) => {
    running.add(name);
    note([...running].join(', '));
    return work.finally(() => {
      running.delete(name);
      note([...running].join(', '));
    });
  };
  // The dashboard reads these from their output.
  if (names.has('dashboard'))
    await tell('shared libraries', compile(['libs/kernel', 'libs/job-spec'], checkout, signal));
  const work = [];
  if (names.has('servers')) work.push(tell('servers', buildServers(checkout, signal)));
  if (names.has('dashboard')) work.push(tell('dashboard', buildDashboard(checkout, signal)));
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  for (const part of stale) markBuilt(checkout, part, digests.get(part) ?? '');
}

/** @param {string} checkout @param {AbortSignal} signal */
async function buildServers(checkout, signal) {
  await compile(['tsconfig.json'], checkout, signal);
  for (const name of Object.keys(bundles))
    await runTool([join(checkout, bundleCommand), name], { cwd: checkout, signal });
}

/** @param {readonly string[]} projects @param {string} checkout @param {AbortSignal} signal */
async function compile(projects, checkout, signal) {
  await runTool([packageBin('typescript', 'tsc'), '-b', ...projects], { cwd: checkout, signal });
}

/** @param {string} checkout @param {AbortSignal} signal */
async function buildDashboard(checkout, signal) {
  const environment = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
  await runTool([packageBin('next', 'next'), 'build'], { cwd: join(checkout, 'apps/dashboard'), signal, environment });
}

/**
 * @param {string} checkout
 * @param {BuildPart} part
 * @param {string} digest
 */
export function markBuilt(checkout, part, digest) {
  const missing = part.outputs.filter((path) => !existsSync(join(checkout, path)));
  if (missing.length > 0) throw new LaunchError(`The build left out ${missing.join(', ')}.`);
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  writeFileSync(stampPath(checkout, part), digest);
}

/** @param {string} checkout @param {BuildPart} part */
function stampPath(checkout, { name }) {
  return join(checkout, `.cache/built-${name}`);
}
