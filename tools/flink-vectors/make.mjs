// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Evaluates the expressions of cases/ in real Flink SQL and writes what it answers beside the kernels, whose tests compare themselves with it.
 * Needs Java 17, Maven and Maven Central. Usage: node tools/flink-vectors/make.mjs [family…]
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const target = fileURLToPath(new URL('../../libs/engine/transforms/src/testing/flink-vectors/', import.meta.url));
const build = process.env['BUILD_DIR'] ?? join(here, 'target');
const opens = [
  'lang',
  'lang.invoke',
  'math',
  'net',
  'io',
  'nio',
  'lang.reflect',
  'text',
  'time',
  'util',
  'util.concurrent',
  'util.concurrent.atomic',
];

if (!existsSync(join(build, 'flink-vectors.jar')))
  run('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), `-DbuildDirectory=${build}`, 'package']);
mkdirSync(target, { recursive: true });
const wanted = process.argv.slice(2);
for (const file of readdirSync(join(here, 'cases'))) {
  const family = file.replace('.mjs', '');
  if (wanted.length > 0 && !wanted.includes(family)) continue;
  const { columns, rows, expressions } = await import(new URL(`cases/${file}`, import.meta.url).href);
  const folder = mkdtempSync(join(tmpdir(), 'flink-vectors-'));
  const [input, output] = [join(folder, 'input.json'), join(folder, 'output.json')];
  writeFileSync(input, JSON.stringify({ columns, rows, expressions }));
  const flags = opens.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`);
  const path = `${join(build, 'flink-vectors.jar')}:${join(build, 'lib')}/*`;
  run('java', [...flags, '-Xmx2g', '-cp', path, 'vectors.Evaluate', input, output]);
  const answers = JSON.parse(readFileSync(output, 'utf8'));
  const head = `"source": "Apache Flink 2.3.0, SQL, time zone UTC", "columns": ${JSON.stringify(columns)}`;
  const lines = (/** @type {readonly unknown[]} */ list) => list.map((one) => JSON.stringify(one)).join(',\n');
  writeFileSync(
    join(target, `${family}.json`),
    `{${head},\n"rows": [\n${lines(rows)}\n],\n"answers": [\n${lines(answers)}\n]}\n`,
  );
}

/**
 * @param {string} program
 * @param {readonly string[]} options
 */
function run(program, options) {
  const { status } = spawnSync(program, options, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${program} ended with ${status}.`);
}
