// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildEngineIfStale } from './build-engine.mjs';
import { parseJobArguments, usage, UsageError } from './job-arguments.mjs';
import { JobScreen } from './job-screen.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** Exit codes: the job ended as asked; it failed; it could not be started. */
const exits = { ok: 0, failed: 1, refused: 2 };
const lastCheckpointMs = 30_000;

process.exitCode = await main();

async function main() {
  try {
    const options = parseJobArguments(process.argv.slice(2), checkout);
    buildEngineIfStale(checkout, (line) => process.stderr.write(`${line}\n`));
    return await runJob(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`);
    return exits.refused;
  }
}

/** @param {import('./job-arguments.mjs').JobArguments} options */
async function runJob(options) {
  const { analyzeJob } = await import('@weir/job-spec');
  const { createEmbeddedJobTarget, createFileEpochSource } = await import('@weir/embedded-engine');
  const kernel = await import('@weir/kernel');
  const analysis = analyzeJob(readSpec(options.spec), { parallelism: options.parallelism });
  showDiagnostics(analysis.ok ? analysis.warnings : analysis.diagnostics);
  if (!analysis.ok) return exits.refused;
  const duration = options.forText === null ? null : kernel.parseDuration(options.forText);
  if (duration === undefined) throw new UsageError(`--for ${options.forText}: write a duration such as "30s".`);
  mkdirSync(options.filesDir, { recursive: true });
  mkdirSync(options.snapshotDir, { recursive: true });
  const screen = new JobScreen(kernel, process.stdout.isTTY === true);
  const target = createEmbeddedJobTarget({
    snapshotRoot: options.snapshotDir,
    allowedRoots: [options.restore, options.savepointDir].filter((path) => path !== null),
    filesRoot: options.filesDir,
    ...(options.threads === null ? {} : { threads: options.threads }),
    ...(process.env.WEIR_FAILPOINT === undefined ? {} : { failpoint: process.env.WEIR_FAILPOINT }),
    logger: {
      log: (level, message, values) => {
        if (level === 'warn' || level === 'error') screen.say(`${level}: ${message} ${JSON.stringify(values ?? {})}`);
      },
    },
  });
  const jobId = /** @type {import('@weir/kernel').JobId} */ (jobIdOf(analysis.job.name));
  const restore = await restoreOf(options, target, jobId);
  const run = await target.launch(
    {
      jobId,
      runId: /** @type {import('@weir/kernel').RunId} */ (randomUUID()),
      spec: analysis.job.spec,
      parallelism: options.parallelism,
      firstCheckpointId: restore.firstCheckpointId,
      restore: restore.request,
      epochs: createFileEpochSource(join(options.snapshotDir, '.epochs', jobId)),
    },
    observerOf(screen),
  );
  return await watch(run, { options, screen, durationMs: duration });
}

/** @param {string} path */
function readSpec(path) {
  const text = readFileSync(path, 'utf8');
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** @param {readonly { pointer: string, code: string, message: string, severity: string }[]} diagnostics */
function showDiagnostics(diagnostics) {
  for (const { severity, pointer, code, message } of diagnostics) {
    process.stderr.write(`${severity} ${pointer === '' ? '/' : pointer} ${code}: ${message}\n`);
  }
}

/**
 * Where the run begins, and the first number its checkpoints may have: above all that the folder holds of this job.
 *
 * @param {import('./job-arguments.mjs').JobArguments} options
 * @param {import('@weir/job-target').JobTarget} target
 * @param {string} jobId
 */
async function restoreOf(options, target, jobId) {
  const listed = await target.listSnapshots(jobId, null);
  const named = options.restore === null ? null : await target.describeSnapshot(options.restore);
  const from = named ?? (options.isResuming ? (listed[0] ?? null) : null);
  const highest = Math.max(0, named?.checkpointId ?? 0, ...listed.map(({ checkpointId }) => checkpointId));
  const request =
    from === null
      ? null
      : {
          path: from.path,
          allowNonRestoredState: options.allowNonRestoredState,
          claimMode: /** @type {const} */ ('NO_CLAIM'),
        };
  return { request, firstCheckpointId: highest + 1 };
}

/**
 * @param {JobScreen} screen
 * @returns {import('@weir/job-target').RunObserver}
 */
function observerOf(screen) {
  return {
    onState: (state) => screen.say(state),
    onAttemptStarted: ({ epoch, restoredFrom }) => {
      const from =
        restoredFrom === null
          ? 'empty'
          : `from ${restoredFrom.isSavepoint ? 'savepoint' : 'checkpoint'} ${restoredFrom.checkpointId} at ${restoredFrom.path}`;
      screen.say(`attempt ${epoch} begins ${from}`);
    },
    onAttemptEnded: (epoch, _timestamp, failure) => {
      if (failure !== null) screen.say(`attempt ${epoch} failed: ${failure.code}: ${failure.message}`);
    },
    onCheckpoint: (record) => {
      if (record.status !== 'IN_PROGRESS') screen.showCheckpoint(record);
    },
    onCheckpointDiscarded: () => undefined,
  };
}

/**
 * Shows the run until it ends, by itself, by Ctrl-C or by the time it was given.
 *
 * @param {import('@weir/job-target').RunHandle} run
 * @param {{ options: import('./job-arguments.mjs').JobArguments, screen: JobScreen, durationMs: number | null }} view
 */
async function watch(run, { options, screen, durationMs }) {
  let sequence = 0;
  let interrupts = 0;
  let interruptedAt = -Infinity;
  const end = () => {
    // A terminal sends Ctrl-C to the whole group and npm passes it on: two within a moment are one.
    if (performance.now() - interruptedAt < 500) return;
    interruptedAt = performance.now();
    interrupts += 1;
    if (interrupts === 1) void endOrderly(run, options, screen);
    else if (interrupts === 2) void run.cancel();
    else process.exit(130);
  };
  const ticker = setInterval(() => {
    if (run.state === 'RUNNING' && !options.isQuiet) screen.showRates(run.metrics());
    const rows = run.output(sequence, 1000);
    sequence = rows.at(-1)?.sequence ?? sequence;
    if (!options.isQuiet) screen.showRows(rows);
  }, 1000);
  const timer = durationMs === null ? null : setTimeout(end, durationMs);
  process.on('SIGINT', end).on('SIGTERM', end);
  const ended = await run.ended;
  clearInterval(ticker);
  if (timer !== null) clearTimeout(timer);
  if (!options.isQuiet) screen.showRows(run.output(sequence, 1000));
  const { recordsIn, recordsOut } = run.metrics();
  screen.say(`${ended.state}: ${recordsIn} rows in, ${recordsOut} rows out`);
  return ended.state === 'FAILED' ? exits.failed : exits.ok;
}

/**
 * @param {import('@weir/job-target').RunHandle} run
 * @param {import('./job-arguments.mjs').JobArguments} options
 * @param {JobScreen} screen
 */
async function endOrderly(run, options, screen) {
  try {
    if (options.savepointDir === null || run.state !== 'RUNNING') await run.suspend(lastCheckpointMs);
    else await run.stop({ drain: false, directory: options.savepointDir });
  } catch (error) {
    screen.say(`The run goes on: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The same name is the same job: its checkpoints lie in one folder of the snapshot folder.
 *
 * @param {string} name
 */
function jobIdOf(name) {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
