// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { LaunchError } from './launch-error.mjs';
import { npmCommand } from './install.mjs';

/**
 * The version that `--node VERSION` asks for; null without it.
 *
 * @param {readonly string[]} args
 */
export function wantedNode(args) {
  const { values } = parseArgs({ args: [...args], options: { node: { type: 'string' } } });
  const version = values.node ?? null;
  if (version === null || /^\d+(?:\.\d+){0,2}$/.test(version)) return version;
  throw new LaunchError(`--node is "${version}": give a version, as 24 or 24.21.0.`);
}

/**
 * Fetches that Node from npm, once, and answers its program.
 *
 * @param {string} checkout
 * @param {string} version
 */
export function fetchNode(checkout, version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(checkout, '.cache/node', version);
  const program = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = npmCommand();
  const args = [...npm.args, 'install', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status, stderr, error } = spawnSync(npm.command, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return program;
  throw new LaunchError(`Node ${version} could not be fetched: npm has no ${name}@${version}, or cannot be reached.`, {
    details: error?.message ?? stderr.trim(),
  });
}

/**
 * Runs a script on that program; whatever it starts by name runs on it too. Resolves to the exit code.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runOn(program, args) {
  const PATH = `${dirname(program)}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(program, [...args], { env: { ...process.env, PATH }, stdio: 'inherit' });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)));
}
