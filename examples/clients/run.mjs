// @ts-check
// node examples/clients/run.mjs [--only <client>[,<client>]] [--url <API>]
// Generates a client for each language out of libs/api-client/openapi.json, compiles it, and has it live through the whole life of a job.
// Without --url an API and a Postgres are started for the time being: `npm run build` comes first.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clients, GeneratorAway } from './clients.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache/clients');
const { values } = parseArgs({ options: { only: { type: 'string' }, url: { type: 'string' } } });

if (process.env['WEIR_CLIENTS_CHILD'] === undefined) {
  // The API is started by the code that tests start it with, which is TypeScript.
  const loader = ['--conditions=@weir/source', '--import', '@swc-node/register/esm-register'];
  const { status } = spawnSync(
    process.execPath,
    [...loader, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, WEIR_CLIENTS_CHILD: '1', TS_NODE_PROJECT: join(root, 'tsconfig.spec.json') },
    },
  );
  process.exit(status ?? 1);
}

const names = values.only?.split(',') ?? clients.map(({ name }) => name);
const chosen = clients.filter(({ name }) => names.includes(name));
if (chosen.length !== names.length) {
  console.error(`Clients: ${clients.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const api = values.url === undefined ? await startApi() : { url: values.url, stop: async () => undefined };
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const client of chosen) counts[await liveThrough(client)] += 1;
} finally {
  await api.stop();
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

/** @param {import('./clients.mjs').Client} client */
async function liveThrough(client) {
  const missing = client.needs.filter((program) => !isThere(program));
  if (missing.length > 0) {
    console.log(`${client.name}: skipped, for there is no ${missing.join(' and no ')}`);
    return 'skipped';
  }
  const place = {
    document: join(root, 'libs/api-client/openapi.json'),
    folder: join(cache, client.name),
    tools: join(cache, 'tools'),
    run,
  };
  rmSync(place.folder, { recursive: true, force: true });
  for (const folder of [place.folder, place.tools]) mkdirSync(folder, { recursive: true });
  const began = performance.now();
  try {
    await client.build(place);
    await client.live(place, [api.url, quickSpec()]);
  } catch (error) {
    if (error instanceof GeneratorAway) {
      console.log(`${client.name}: skipped, for its generator cannot be fetched. ${error.message}`);
      return 'skipped';
    }
    console.error(`${client.name}: FAILED. ${error instanceof Error ? error.message : String(error)}`);
    return 'failed';
  }
  console.log(`${client.name}: passed in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return 'passed';
}

/** The word count, with checkpoints that nobody has to wait for. */
function quickSpec() {
  const spec = JSON.parse(readFileSync(join(root, 'examples/word-count.json'), 'utf8'));
  const file = join(cache, 'word-count.json');
  writeFileSync(file, JSON.stringify({ ...spec, checkpointing: { ...spec.checkpointing, interval: '300ms' } }));
  return file;
}

/** @param {string} program */
function isThere(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/**
 * Runs a program to its end. What it says is kept back, and told when it fails.
 *
 * @type {import('./clients.mjs').Place['run']}
 */
async function run(program, args, { cwd = root, environment = process.env, limitMs = 900_000 } = {}) {
  const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output = (output + text).slice(-20_000)));
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args.slice(0, 4).join(' ')} ended with ${code}:\n${output}`);
}

async function startApi() {
  const { startTestPostgres, freePort } = await import('../../tools/test-support/postgres.ts');
  const { ApiProcess } = await import('../../tools/test-support/api-process.ts');
  const postgres = await startTestPostgres();
  const dataDir = mkdtempSync(join(tmpdir(), 'weir-clients-'));
  const server = new ApiProcess({ databaseUrl: await postgres.createDatabase(), dataDir, port: await freePort() });
  const stop = async () => {
    await server.stop('SIGTERM');
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    server.migrate();
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}
