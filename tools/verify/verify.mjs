// @ts-check
// npm run verify [-- --all] [--only <step>] [--unit-report <file>] [--results <file>]
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { verifySteps } from './steps.mjs';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean' },
    only: { type: 'string' },
    'unit-report': { type: 'string' },
    results: { type: 'string' },
  },
});
const steps = verifySteps({ unitReport: values['unit-report'] });
const chosen = values.only === undefined ? steps : steps.filter(({ name }) => name === values.only);
if (chosen.length === 0) {
  console.error(`No step is named ${values.only}. Steps: ${steps.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

/** @type {string[]} */
const failed = [];
for (const [index, { name, commands }] of chosen.entries()) {
  const started = performance.now();
  const label = `verify ${index + 1}/${chosen.length} ${name}`;
  const { isOk, output } = await runAll(commands());
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${label.padEnd(24)} ${isOk ? 'ok' : 'FAILED'}  ${seconds} s`);
  if (isOk) continue;
  process.stdout.write(output);
  failed.push(name);
  if (values.all !== true) break;
}
if (values.results !== undefined) writeFileSync(values.results, JSON.stringify({ failed }));
if (failed.length > 0)
  console.log(`verify failed at: ${failed.join(', ')}. One step alone: npm run verify -- --only ${failed[0]}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * Runs programs one after the other until one fails; their output is kept back, since it matters only then.
 *
 * @param {readonly (readonly string[])[]} commands
 */
async function runAll(commands) {
  let output = '';
  for (const args of commands) {
    const child = spawn(process.execPath, [...args], { cwd: checkoutRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    /** @type {number | null} */
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) return { isOk: false, output };
  }
  return { isOk: true, output };
}
