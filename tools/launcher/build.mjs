// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { packageBin } from './package-bin.mjs';

const roots = ['apps', 'libs'];
const rootInputs = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json'];
const skippedFolders = new Set(['node_modules', 'dist', '.next', '.nx', 'coverage', 'test', 'e2e']);
const skippedFile = /\.(?:spec|it-spec|e2e-spec)\.tsx?$|\.md$|\.tsbuildinfo$|next-env\.d\.ts$/;

/** What must be there for a start, whatever the stamp says. */
export const buildOutputs = [
  'apps/api/dist/main.js',
  'apps/api/dist/migrate.js',
  'apps/worker/dist/main.js',
  'apps/dashboard/.next/BUILD_ID',
];

/**
 * Digest over the names and contents of everything that goes into the build. Contents, not times: a checkout of another
 * branch and back builds nothing.
 *
 * @param {string} checkout
 * @returns {string}
 */
export function sourceDigest(checkout) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  const paths = [
    ...rootInputs.filter((path) => existsSync(join(checkout, path))),
    ...roots.flatMap((root) => inputsBelow(checkout, root)),
  ];
  for (const path of paths) {
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
 * @param {string} checkout
 * @param {string} digest of {@link sourceDigest}
 */
export function isBuilt(checkout, digest) {
  const stamp = stampPath(checkout);
  return (
    buildOutputs.every((path) => existsSync(join(checkout, path))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === digest
  );
}

/**
 * Builds every project in the order of their dependencies; Nx takes unchanged ones from its cache.
 *
 * @param {string} checkout
 * @param {string} digest
 * @param {(text: string) => void} note
 */
export async function build(checkout, digest, note) {
  const args = [packageBin('nx', 'nx'), 'run-many', '-t', 'build', '--parallel=2', '--output-style=stream'];
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output = (output + text).slice(-200_000);
      const started = [...text.matchAll(/nx run (\S+):build/g)].at(-1)?.[1];
      if (started !== undefined) note(started);
    });
  }
  /** @type {number | null} */
  const code = await new Promise((resolve) => child.on('close', resolve));
  const missing = buildOutputs.filter((path) => !existsSync(join(checkout, path)));
  if (code !== 0 || missing.length > 0) {
    const details = output.trim().split('\n').slice(-40).join('\n');
    throw new LaunchError(
      code === 0 ? `The build left out ${missing.join(', ')}.` : 'The build failed; its last lines follow.',
      { details },
    );
  }
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  writeFileSync(stampPath(checkout), digest);
}

/** @param {string} checkout */
function stampPath(checkout) {
  return join(checkout, '.cache/built');
}
