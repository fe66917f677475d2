// @ts-check
// npm run mutate -- [--seeds N] [--only TEXT]: puts one deliberate fault after the other into a copy of the compiled engine and runs
// the simulation on it until a seed catches the fault.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutations } from './mutations.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10000' }, only: { type: 'string', default: '' } },
});
const seedsMax = Number(values.seeds);
const copy = mkdtempSync(join(tmpdir(), 'weir-mutations-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));

copyCompiled();
let survivors = 0;
for (const mutation of mutations.filter(({ name }) => name.includes(values.only))) {
  const undo = apply(mutation);
  const caught = await firstViolation();
  undo();
  if (caught === null) survivors += 1;
  console.log(
    caught === null
      ? `SURVIVED ${seedsMax} seeds: ${mutation.name}`
      : `seed ${caught.seed}, ${caught.invariant}: ${mutation.name}`,
  );
}
process.exitCode = survivors === 0 ? 0 : 1;

/** The compiled libraries by themselves, and links to every other package. */
function copyCompiled() {
  for (const folder of projectFolders()) {
    mkdirSync(join(copy, folder), { recursive: true });
    cpSync(join(checkout, folder, 'package.json'), join(copy, folder, 'package.json'));
    cpSync(join(checkout, folder, 'dist'), join(copy, folder, 'dist'), { recursive: true });
  }
  const packages = join(copy, 'node_modules');
  mkdirSync(join(packages, '@weir'), { recursive: true });
  for (const name of readdirSync(join(checkout, 'node_modules'))) {
    if (name !== '@weir' && !name.startsWith('.'))
      symlinkSync(join(checkout, 'node_modules', name), join(packages, name));
  }
  for (const folder of projectFolders()) {
    const { name } = JSON.parse(readFileSync(join(copy, folder, 'package.json'), 'utf8'));
    symlinkSync(join(copy, folder), join(packages, name));
  }
}

function projectFolders() {
  const groups = ['libs', 'libs/engine', 'libs/state', 'libs/platform'];
  const folders = groups.flatMap((group) => readdirSync(join(checkout, group)).map((name) => join(group, name)));
  return folders.filter(
    (folder) => existsSync(join(checkout, folder, 'dist')) && existsSync(join(checkout, folder, 'package.json')),
  );
}

/**
 * Returns what undoes it.
 * @param {import('./mutations.mjs').Mutation} mutation
 */
function apply({ name, changes }) {
  /** @type {Map<string, string>} */
  const originals = new Map();
  for (const { file, from, to } of changes) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (!originals.has(path)) originals.set(path, text);
    if (text.split(from).length !== 2)
      throw new Error(
        `"${name}": ${JSON.stringify(from)} does not stand once in ${file}. Adapt tools/mutations/mutations.mjs.`,
      );
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  return () => originals.forEach((text, path) => writeFileSync(path, text));
}

/** @returns {Promise<{ seed: number, invariant: string } | null>} */
async function firstViolation() {
  const module = join(copy, 'libs/engine/simulation/dist/index.js');
  const code = `const { runWorld } = await import(${JSON.stringify(module)});
    for (let seed = 1; seed <= ${seedsMax}; seed += 1) {
      const { violation } = await runWorld(seed);
      if (violation) { console.log(JSON.stringify({ seed, invariant: violation.invariant })); process.exit(0); }
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: dirname(module),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  if (exitCode !== 0) throw new Error('The changed engine does not run at all: adapt tools/mutations/mutations.mjs.');
  const line = output.trim();
  return line === '' ? null : JSON.parse(line);
}
