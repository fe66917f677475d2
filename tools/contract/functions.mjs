// Writes docs/expressions.md out of the functions that expressions know. With --check nothing is written, and a difference ends with exit
// code 1.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const path = join(root, 'docs/expressions.md');

if (process.env.WEIR_CONTRACT_CHILD === undefined) {
  const loader = ['--conditions=@weir/source', '--import', '@swc-node/register/esm-register'];
  const child = spawnSync(process.execPath, [...loader, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, WEIR_CONTRACT_CHILD: '1', TS_NODE_PROJECT: join(root, 'apps/api/tsconfig.json') },
  });
  process.exit(child.status ?? 1);
}

const { functionCatalogue } = await import('@weir/job-spec');
const text = await format(page(functionCatalogue), { ...(await resolveConfig(path)), parser: 'markdown' });
if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
  console.log('Wrote docs/expressions.md.');
} else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('docs/expressions.md is not what the functions say. Run "node tools/contract/functions.mjs".');
  process.exitCode = 1;
}

/** @param {import('@weir/job-spec').CatalogueEntry[]} entries by category */
function page(entries) {
  const categories = [...new Set(entries.map(({ category }) => category))];
  return [
    '# Expressions',
    `<!-- Made by tools/contract/functions.mjs out of libs/job-spec/src/functions; do not edit. -->`,
    `Scalar expressions in Flink's dialect of SQL: ${entries.length} functions and operators. Every example here is a test.`,
    'The result is `NULL` just when an argument is, unless it says otherwise.',
    ...categories.flatMap((category) => [
      `## ${category[0].toUpperCase()}${category.slice(1)}`,
      ...entries.filter((entry) => entry.category === category).flatMap(section),
    ]),
  ].join('\n\n');
}

function section({ name, usage, aliases = [], meaning, nulls, examples }) {
  return [
    `### ${code(name)}`,
    usage.map(code).join('<br>'),
    [meaning, ...(nulls === 'never' ? ['Never `NULL`.'] : [])].join(' '),
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.map(code).join(', ')}.`]),
    examples.map(({ expression, value }) => `- ${code(expression)} is ${code(literal(value))}`).join('\n'),
  ].filter((part) => part !== '');
}

function code(text) {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}

function literal(value) {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase();
}
