// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const skippedFolders = new Set([
  'node_modules',
  'dist',
  '.next',
  '.nx',
  '.git',
  '.weir',
  '.cache',
  '.bench',
  'coverage',
]);
const binary = /\.(?:png|jpe?g|gif|ico|woff2?|gz|zip|wasm)$/;

/**
 * Paths of the text files that belong to the repository: what git tracks or would track, or, outside a git checkout (an
 * unpacked archive), everything but build output.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function listRepositoryFiles(root) {
  const git = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  const all = git.status === 0 ? git.stdout.split('\0').filter((path) => path !== '') : walk(root, '');
  return all.filter(
    (path) => !binary.test(path) && existsSync(join(root, path)) && statSync(join(root, path)).isFile(),
  );
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function walk(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : walk(root, path);
    return [path];
  });
}
