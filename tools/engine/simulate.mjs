// npm run simulate -- [--seeds N] [--from N] | --seed N [--trace] [--save FILE] | --world FILE [--trace]: runs the engine in seeded worlds full of faults.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'libs/engine/simulation'], {
  cwd: root,
  stdio: 'inherit',
});
const { simulate } = await import('@weir/engine-simulation');
process.exitCode = await simulate(process.argv.slice(2));
