import { fileURLToPath } from 'node:url';
import { runForJson } from './run-process.mjs';
import { expectedChecksum } from './workloads.mjs';

const engineRun = fileURLToPath(new URL('./engine-run.mjs', import.meta.url));
const limitRun = fileURLToPath(new URL('./limit/limit.mjs', import.meta.url));

/**
 * Measures one workload at one parallelism and interval: the engine, the hand-written program and Flink in turn, run after run, so that what else
 * the machine does falls on all of them. Throws when a result is wrong.
 */
export async function measure(workload, setting, options) {
  const { name, keys } = workload;
  const rows = options.rows ?? (options.isQuick ? workload.quickRows : workload.rows);
  const run = { workload: name, keys, rows, isPruning: options.isPruning, ...setting };
  const runs = [];
  for (let round = 0; round < options.runs; round += 1) {
    const engine = await runForJson(process.execPath, [engineRun, JSON.stringify(run)]);
    const limit =
      options.hasLimit && workload.hasLimit
        ? await runForJson(process.execPath, [limitRun, JSON.stringify(run)])
        : null;
    const flink = options.flink === null ? null : await runFlink(options.flink, run);
    checkResults(run, { engine, limit });
    runs.push({ engine, limit, flink });
  }
  return summarise(workload, { ...run, records: rows * workload.recordsPerRow }, runs);
}

function checkResults(run, { engine, limit }) {
  const expected = expectedChecksum({ name: run.workload, keys: run.keys }, run.rows);
  const reference = expected ?? limit?.checksum ?? null;
  if (reference !== null && engine.checksum !== reference) {
    throw new Error(`Wrong result of ${JSON.stringify(run)}: checksum ${engine.checksum}, expected ${reference}.`);
  }
  if (limit !== null && expected !== null && limit.checksum !== expected) {
    throw new Error(`Wrong result of the hand-written program: ${limit.checksum}, expected ${expected}.`);
  }
  engine.isChecked = reference !== null;
}

async function runFlink(folder, { workload, keys, rows, parallelism, intervalMs }) {
  const args = [
    workload,
    '--rows',
    rows,
    '--parallelism',
    parallelism,
    '--backend',
    'hashmap',
    '--interval',
    intervalMs,
  ];
  if (keys !== null) args.push('--keys', keys);
  return runForJson('./run.sh', args.map(String), { cwd: folder });
}

/** Medians over the runs; ratios are medians of the ratios within each run. */
function summarise(workload, run, runs) {
  const rate = ({ cpuSeconds }) => run.records / cpuSeconds;
  const engines = runs.map(({ engine }) => engine);
  const compared = (of) => runs.flatMap((one) => (of(one) === null ? [] : [rate(one.engine) / of(one)]));
  return {
    ...run,
    isChecked: engines.every(({ isChecked }) => isChecked),
    recordsPerSecond: median(engines.map(({ seconds }) => run.records / seconds)),
    recordsPerCpuSecond: median(engines.map(rate)),
    limitPerCpuSecond: median(runs.flatMap(({ limit }) => (limit === null ? [] : [rate(limit)]))),
    ratioToLimit: median(compared(({ limit }) => (limit === null ? null : rate(limit)))),
    flinkPerCpuSecond: median(runs.flatMap(({ flink }) => (flink === null ? [] : [flink.records_per_s_per_core]))),
    ratioToFlink: median(compared(({ flink }) => (flink === null ? null : flink.records_per_s_per_core))),
    flinkPublished: workload.flink?.[`${run.parallelism} ${run.intervalMs > 0 ? 'on' : 'off'}`] ?? null,
    rssMb: Math.max(...engines.map(({ rssMb }) => rssMb)),
    checkpoints: engines.map(({ checkpoints }) => checkpoints),
    runs,
  };
}

function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
