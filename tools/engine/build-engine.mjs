// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleIfStale } from '../bundle/bundles.mjs';
import { engineParts } from '../bundle/engine-parts.mjs';

const project = 'libs/embedded-engine';

/**
 * Builds the engine when a source is newer than what was built of it: worker threads read `dist`. Throws with the compiler's
 * words when it does not compile.
 *
 * @param {string} checkout
 * @param {(line: string) => void} tell
 */
export function buildEngineIfStale(checkout, tell) {
  const stale = engineParts.filter((part) => isStale(join(checkout, part)));
  if (stale.length > 0) compile(checkout, stale, tell);
  bundleIfStale(checkout, 'thread');
}

/**
 * @param {string} checkout
 * @param {readonly string[]} stale
 * @param {(line: string) => void} tell
 */
function compile(checkout, stale, tell) {
  tell(
    `Building the engine (${stale.length === engineParts.length ? 'first time' : `changed: ${stale.join(', ')}`}) …`,
  );
  const compiler = createRequire(join(checkout, 'package.json')).resolve('typescript/bin/tsc');
  const result = spawnSync(process.execPath, [compiler, '-b', project], { cwd: checkout, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`The engine does not compile (npx tsc -b ${project}):\n${result.stdout}${result.stderr}`);
  }
}

/** @param {string} folder */
function isStale(folder) {
  const built = join(folder, 'dist', '.tsbuildinfo');
  return !existsSync(built) || newestSource(join(folder, 'src')) > statSync(built).mtimeMs;
}

/**
 * @param {string} folder
 * @returns {number}
 */
function newestSource(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestSource(path));
    else if (/\.ts$/.test(entry.name) && !/\.(?:it-)?spec\.ts$/.test(entry.name))
      newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}
