// npm run bench: how many rows the engine takes for one second of CPU, beside the same job written by hand, and beside Flink.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';
import { parseOptions, usage } from './options.mjs';
import { legend, tableHead, tableRow } from './report.mjs';
import { workloads } from './workloads.mjs';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    console.log(usage);
    return;
  }
  const chosen = workloads.filter(
    ({ name, keys }) => options.only?.some((only) => only === name || only === `${name}/${keys}`) ?? true,
  );
  if (chosen.length === 0)
    throw new Error(
      `--only names no workload; there are ${[...new Set(workloads.map(({ name }) => name))].join(', ')}.`,
    );
  if (options.isBuilding) build();
  console.log(tableHead());
  const results = [];
  for (const workload of chosen) {
    for (const parallelism of options.parallelisms) {
      for (const intervalMs of options.intervals) {
        const result = await measure(workload, { parallelism, intervalMs }, options);
        results.push(result);
        console.log(tableRow(result));
      }
    }
  }
  console.log(`\n${legend}`);
  if (options.json !== null)
    writeFileSync(options.json, `${JSON.stringify({ machine: machine(), options, results }, null, 2)}\n`);
}

/** The engine is measured as it is built; a build that is up to date takes a second or two. */
function build() {
  const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-b', 'libs/embedded-engine'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The engine does not build:\n${stdout}${stderr}`);
}

function machine() {
  const [cpu] = cpus();
  return {
    node: process.version,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    measuredAt: new Date().toISOString(),
  };
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
