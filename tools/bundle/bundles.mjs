// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { engineParts } from './engine-parts.mjs';

/**
 * What the compiler makes, and the one file out of it and all it imports that a built program begins with (docs/adr/0012).
 *
 * @typedef {object} Bundle
 * @property {string} compiled
 * @property {string} bundle
 * @property {readonly string[]} external packages that look for files beside their own, and so stay where they are
 * @property {readonly string[]} parts projects that go into it
 */

const platformParts = [
  'libs/platform/persistence',
  'libs/platform/queues',
  'libs/platform/jobs',
  'libs/platform/host-process',
];

/** @satisfies {Record<string, Bundle>} */
export const bundles = {
  thread: {
    compiled: 'libs/embedded-engine/dist/thread-entry.js',
    bundle: 'libs/embedded-engine/dist/thread-entry.bundle.js',
    external: [],
    parts: engineParts,
  },
  api: {
    compiled: 'apps/api/dist/main.js',
    bundle: 'apps/api/dist/main.bundle.js',
    external: ['swagger-ui-dist'],
    parts: [...engineParts, ...platformParts, 'apps/api'],
  },
};

/** Makes a bundle, by name. */
export const bundleCommand = 'tools/bundle/make-bundle.mjs';

/**
 * Makes a bundle when something was compiled after it. Throws with the bundler's words when that fails.
 *
 * @param {string} checkout
 * @param {keyof typeof bundles} name
 */
export function bundleIfStale(checkout, name) {
  const { bundle, parts } = bundles[name];
  const compiledAt = Math.max(...parts.map((part) => modifiedAt(join(checkout, part, 'dist/.tsbuildinfo'))));
  if (modifiedAt(join(checkout, bundle)) > compiledAt) return;
  const { status, stderr } = spawnSync(process.execPath, [join(checkout, bundleCommand), name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${bundle} could not be made:\n${stderr}`);
}

/** @param {string} path @returns {number} 0 for a file that is not there */
function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}
