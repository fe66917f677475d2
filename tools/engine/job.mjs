// @ts-check
import { mkdirSync, readFileSync } from 'node:fs';
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
  const { analyzeJob, checkJsonText } = await import('@weir/job-spec');
  const { LocalEngine } = await import('@weir/embedded-engine');
  const kernel = await import('@weir/kernel');
  const text = readFileSync(options.spec, 'utf8');
  const spec = parseSpec(options.spec, text);
  const altered = checkJsonText(text).map((problem) => ({ severity: 'error', ...problem }));
  showDiagnostics(altered);
  if (altered.length > 0) return exits.refused;
  const analysis = analyzeJob(spec, { parallelism: options.parallelism });
  showDiagnostics(analysis.ok ? analysis.warnings : analysis.diagnostics);
  if (!analysis.ok) return exits.refused;
  const duration = options.forText === null ? null : kernel.parseDuration(options.forText);
  if (duration === undefined) throw new UsageError(`--for ${options.forText}: write a duration such as "30s".`);
  mkdirSync(options.filesDir, { recursive: true });
  mkdirSync(options.snapshotDir, { recursive: true });
  const screen = new JobScreen(kernel, process.stdout.isTTY === true);
  const engine = new LocalEngine({
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
  const named = options.restore === null ? null : { path: options.restore };
  const run = await engine.run(analysis.job.spec, {
    parallelism: options.parallelism,
    restore: options.isResuming ? 'latest' : named,
    allowNonRestoredState: options.allowNonRestoredState,
    observer: observerOf(screen),
  });
  return await watch(run, { options, screen, durationMs: duration });
}

/**
 * @param {string} path
 * @param {string} text
 */
function parseSpec(path, text) {
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
 * @param {JobScreen} screen
 * @returns {import('@weir/run-contract').RunObserver}
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
 * @param {import('@weir/run-contract').RunHandle} run
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
  // The time it was given begins when rows flow: how long a start takes depends on the machine.
  /** @type {NodeJS.Timeout | null} */
  let timer = null;
  const starting = setInterval(() => {
    if (durationMs === null || run.state !== 'RUNNING') return;
    clearInterval(starting);
    timer = setTimeout(end, durationMs);
  }, 20);
  process.on('SIGINT', end).on('SIGTERM', end);
  const ended = await run.ended;
  clearInterval(ticker);
  clearInterval(starting);
  if (timer !== null) clearTimeout(timer);
  if (!options.isQuiet) screen.showRows(run.output(sequence, 1000));
  const { recordsIn, recordsOut } = run.metrics();
  screen.say(`${ended.state}: ${recordsIn} rows in, ${recordsOut} rows out`);
  return ended.state === 'FAILED' ? exits.failed : exits.ok;
}

/**
 * @param {import('@weir/run-contract').RunHandle} run
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
