// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder, without a trailing slash. */
export const checkoutRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The script behind a package's command, to be run with `process.execPath`: no shell, no `npx`, and paths may hold spaces.
 *
 * @param {string} packageName
 * @param {string} command
 * @returns {string} absolute path
 */
export function packageBin(packageName, command) {
  const folder = join(checkoutRoot, 'node_modules', packageName);
  /** @type {{ bin?: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
  return join(folder, script);
}
