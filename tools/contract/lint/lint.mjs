// @ts-check
// npm run contract:lint: judges libs/api-client/openapi.json by Redocly's and Spectral's recommended rules; an error of either fails it.
// Both are large and needed by nothing else, so they are installed below .cache, in the versions that package.json beside this file names.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const cache = join(root, '.cache/contract-lint');
const document = join(root, 'libs/api-client/openapi.json');

install();
const isValid = [
  run(process.execPath, [bin('@redocly/cli', 'redocly'), 'lint', document, '--config', join(here, 'redocly.yaml')]),
  run(process.execPath, [
    bin('@stoplight/spectral-cli', 'spectral'),
    'lint',
    document,
    '--ruleset',
    join(here, 'spectral.yaml'),
  ]),
].every(Boolean);
process.exit(isValid ? 0 : 1);

function install() {
  const wanted = readFileSync(join(here, 'package.json'), 'utf8');
  const installed = join(cache, 'package.json');
  if (existsSync(join(cache, 'node_modules')) && readFileSync(installed, 'utf8') === wanted) return;
  mkdirSync(cache, { recursive: true });
  copyFileSync(join(here, 'package.json'), installed);
  if (!run('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']))
    process.exit(1);
}

/**
 * @param {string} packageName
 * @param {string} command
 */
function bin(packageName, command) {
  const folder = join(cache, 'node_modules', packageName);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, bins[command]);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  return (
    spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
      .status === 0
  );
}
