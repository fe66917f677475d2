// @ts-check
// Reads of the API with a long history and many clients: `node tools/bench/reads.mjs`. What was built is what is measured.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { bundles } from '../bundle/bundles.mjs';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { planPostgres } from '../launcher/postgres-service.mjs';
import { findFreePort } from '../launcher/preflight.mjs';
import { Service } from '../launcher/service.mjs';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '32' },
    checkpoints: { type: 'string', default: '116000' },
    clients: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '5' },
    checkout: { type: 'string', default: checkoutRoot },
  },
});
const jobs = Number(values.jobs);
const checkpoints = Number(values.checkpoints);
const clients = Number(values.clients);
const seconds = Number(values.seconds);

/** As if so many jobs had completed a checkpoint each second until now. @param {string} url */
async function seed(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const jobId = randomUUID();
  const spec = readFileSync(join(values.checkout, 'examples/word-count.json'), 'utf8');
  const each = Math.ceil(checkpoints / jobs);
  await client.query(
    `INSERT INTO job (id, name, version_number, state, desired_state, observed_at, parallelism, warnings, run_number, epoch, created_at, row_version)
     SELECT CASE n WHEN 1 THEN $1::uuid ELSE gen_random_uuid() END, 'job ' || n, 1, 'FINISHED', 'RUNNING', n, 1, '[]', 1, 1, n, 1
     FROM generate_series(1, $2::integer) AS n`,
    [jobId, jobs],
  );
  await client.query(
    'INSERT INTO job_version (job_id, version_number, spec, parallelism, created_at) SELECT id, 1, $1, 1, 1 FROM job',
    [spec],
  );
  await client.query(
    `INSERT INTO run (id, job_id, number, version_number, state, parallelism, is_parallelism_overridden, origin, allow_non_restored_state,
       claim_mode, created_at, records_in, records_out, epoch)
     SELECT gen_random_uuid(), id, 1, 1, 'FINISHED', 1, false, '{"kind":"EMPTY"}', false, 'NO_CLAIM', 1, 0, 0, 1 FROM job`,
  );
  await client.query('UPDATE job SET current_run_id = run.id FROM run WHERE run.job_id = job.id');
  await client.query(
    `INSERT INTO checkpoint (job_id, id, snapshot_id, run_id, epoch, status, kind, trigger_kind, incremental, trigger_timestamp, latest_ack_timestamp,
       end_to_end_duration, checkpointed_size, state_size, processed_data, num_subtasks, num_acknowledged_subtasks, external_path, discarded, operators)
     SELECT run.job_id, n, gen_random_uuid(), run.id, 1, 'COMPLETED', 'CHECKPOINT', 'PERIODIC', false, $2::bigint - ($1::bigint - n) * 1000,
       $2::bigint - ($1::bigint - n) * 1000 + 20, 10 + random() * 20, 1000, 1000, 0, 4, 4, '/snapshots/chk-' || n, n < $1::bigint, '[]'
     FROM run, generate_series(1, $1::integer) AS n`,
    [each, Date.now()],
  );
  await client.query('INSERT INTO checkpoint_count SELECT id, $1, 0, 0 FROM job ON CONFLICT DO NOTHING', [each]);
  await client.query('VACUUM ANALYZE');
  await client.end();
  return jobId;
}

/** CPU seconds of a process and all its threads. @param {number} pid */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @param {string} address @param {Agent} agent @returns {Promise<number>} status */
function read(address, agent) {
  return new Promise((resolve, reject) => {
    get(address, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

/** @param {string} address @param {number} pid */
async function measure(address, pid) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  await read(address, agent);
  const before = cpuOf(pid);
  const end = performance.now() + seconds * 1000;
  /** @type {number[]} */
  const took = [];
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        const status = await read(address, agent);
        if (status !== 200) throw new Error(`${address} answered ${status}.`);
        took.push(performance.now() - start);
      }
    }),
  );
  agent.destroy();
  took.sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => Math.round(took[Math.floor(took.length * part)] ?? 0);
  const cpuMs = ((cpuOf(pid) - before) * 1000) / took.length;
  return {
    'reads/s': Math.round(took.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    'CPU ms': Number(cpuMs.toFixed(2)),
  };
}

const dataDir = mkdtempSync(join(tmpdir(), 'weir-reads-'));
const logDir = join(dataDir, 'logs');
mkdirSync(logDir);
const { plan, url, untilReady } = await planPostgres({ checkout: values.checkout, dataDir, logDir });
const ignore = () => undefined;
const events = { onStarted: ignore, onRestart: ignore, onGivenUp: ignore };
const postgres = new Service(plan, events);
await postgres.start();
/** @type {import('node:child_process').ChildProcess | undefined} */
let api;
try {
  await untilReady(AbortSignal.timeout(60_000));
  const port = await findFreePort('127.0.0.1');
  const environment = {
    ...process.env,
    DATABASE_URL: url,
    WEIR_ROLE: 'api',
    WEIR_API_PORT: String(port),
    WEIR_DATA_DIR: dataDir,
    WEIR_SAMPLE_JOB: 'off',
  };
  const options = {
    env: environment,
    cwd: values.checkout,
    stdio: /** @type {['ignore', 'ignore', 'inherit']} */ (['ignore', 'ignore', 'inherit']),
  };
  const migration = spawn(process.execPath, [join(values.checkout, 'apps/api/dist/migrate.js')], options);
  await once(migration, 'exit');
  const jobId = await seed(url);
  api = spawn(process.execPath, [join(values.checkout, bundles.api.bundle)], options);
  const base = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${base}/readyz`).catch(() => null))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const addresses = {
    jobs: '/api/v1/jobs',
    checkpoints: `/api/v1/jobs/${jobId}/checkpoints`,
    summary: `/api/v1/jobs/${jobId}/checkpoints/summary`,
    overview: '/api/v1/overview',
  };
  /** @type {Record<string, unknown>} */
  const table = {};
  for (const [name, path] of Object.entries(addresses)) table[name] = await measure(base + path, api.pid ?? 0);
  console.table(table);
} finally {
  if (api !== undefined) {
    api.kill('SIGTERM');
    await once(api, 'exit');
  }
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
