// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { engineParts } from './engine-parts.mjs';

/** What the compiler makes, and the one file out of it and all it imports that the built engine's threads begin with (docs/adr/0012). */
export const threadEntry = {
  compiled: 'libs/embedded-engine/dist/thread-entry.js',
  bundle: 'libs/embedded-engine/dist/thread-entry.bundle.js',
  /** Makes the second out of the first. */
  command: 'tools/bundle/bundle-thread-entry.mjs',
};

/**
 * Makes the bundle when something was compiled after it. Throws with the bundler's words when that fails.
 *
 * @param {string} checkout
 */
export function bundleThreadEntryIfStale(checkout) {
  const bundle = join(checkout, threadEntry.bundle);
  const compiledAt = Math.max(...engineParts.map((part) => modifiedAt(join(checkout, part, 'dist/.tsbuildinfo'))));
  if (modifiedAt(bundle) > compiledAt) return;
  const { status, stderr } = spawnSync(process.execPath, [join(checkout, threadEntry.command)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The entry of the engine's threads could not be bundled:\n${stderr}`);
}

/** @param {string} path @returns {number} 0 for a file that is not there */
function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}
