// @ts-check
// Lint with fresh module boundaries: the boundary rule reads the project graph that Nx left on disk, and keeps silent when
// there is none. Type-aware rules depend on other files, so no result is cached.
import { spawnSync } from 'node:child_process';
import { checkoutRoot, packageBin } from '../launcher/package-bin.mjs';

/** @param {string} script @param {string[]} args @param {'ignore' | 'inherit'} output */
const run = (script, args, output) =>
  spawnSync(process.execPath, [script, ...args], {
    cwd: checkoutRoot,
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false' },
  }).status ?? 1;

const graph = run(packageBin('nx', 'nx'), ['show', 'projects'], 'ignore');
if (graph !== 0) {
  console.error(
    'The project graph could not be made, so module boundaries cannot be checked. Try: npx nx show projects',
  );
  process.exit(graph);
}
const targets = process.argv.slice(2);
process.exit(
  run(packageBin('eslint', 'eslint'), ['--max-warnings', '0', ...(targets.length > 0 ? targets : ['.'])], 'inherit'),
);
