// @ts-check
// npm run mutate -- [--seeds N] [--only TEXT]: puts one deliberate fault after the other into the engine, in memory, and looks whether it
// is caught: by the unit tests that the fault names, or else by a world of the simulation.
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkoutRoot, packageBin } from '../launcher/package-bin.mjs';
import { mutations } from './mutations.mjs';
import { caughtBySpecs } from './specs.mjs';
import { caughtByWorlds } from './worlds.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10000' }, only: { type: 'string', default: '' } },
});
const seedsMax = Number(values.seeds);
const wanted = mutations.filter(({ name }) => name.includes(values.only));
if (wanted.length === 0 || !(seedsMax >= 0)) {
  console.error(`No deliberate fault has "${values.only}" in its name, or --seeds is no number.`);
  process.exit(2);
}
let survivors = 0;

/**
 * @param {string} name
 * @param {string | null} caught
 */
function report(name, caught) {
  if (caught === null) survivors += 1;
  console.log(caught === null ? `SURVIVED: ${name}` : `${name}: ${caught}`);
}

execFileSync(process.execPath, [packageBin('typescript', 'tsc'), '-b', join(checkoutRoot, 'libs/engine/simulation')], {
  stdio: 'inherit',
});
const began = Date.now();
for (const [name, caught] of await caughtBySpecs(wanted.filter(({ specs }) => specs !== undefined)))
  report(name, caught);
const left = wanted.filter(({ specs }) => specs === undefined);
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      report(next.name, await caughtByWorlds(next, seedsMax));
  }),
);
const seconds = Math.round((Date.now() - began) / 1_000);
console.log(`${wanted.length} deliberate faults in ${seconds} s: ${survivors} survived.`);
process.exitCode = survivors === 0 ? 0 : 1;
