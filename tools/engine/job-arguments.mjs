// @ts-check
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `npm run job -- <spec.json> [options]

Runs a job without API or database, and shows its rates and checkpoints. Ctrl-C takes a last checkpoint and ends.

  --snapshot-dir <dir>   folder of the snapshots (default .weir/job/snapshots)
  --files-dir <dir>      folder that file operators read and write (default .weir/job/files)
  --restore <path>       begin from the snapshot in that folder
  --resume               begin from the job's latest checkpoint in the snapshot folder, if there is one
  --allow-non-restored-state   leave state of removed operators behind
  --parallelism <n>      instead of the spec's
  --threads <n>          worker threads at most (default: one for each core)
  --for <duration>       end after so long, as Ctrl-C does ("30s", "5min")
  --savepoint <dir>      on Ctrl-C or --for, stop with a savepoint in that folder instead of the last checkpoint
  --quiet                only checkpoints, failures and the end`;

/** A mistake in the command line: told with the usage. */
export class UsageError extends Error {}

/**
 * @typedef {{
 *   spec: string, snapshotDir: string, filesDir: string, restore: string | null, isResuming: boolean,
 *   allowNonRestoredState: boolean, parallelism: number | null, threads: number | null, forText: string | null,
 *   savepointDir: string | null, isQuiet: boolean,
 * }} JobArguments
 */

/**
 * @param {readonly string[]} args
 * @param {string} checkout
 * @returns {JobArguments}
 */
export function parseJobArguments(args, checkout) {
  const { values, positionals } = parsed(args);
  const [spec, ...others] = positionals;
  if (spec === undefined || others.length > 0) throw new UsageError('Name one spec.');
  if (values.restore !== undefined && values.resume === true)
    throw new UsageError('--restore and --resume exclude each other.');
  const home = join(checkout, '.weir', 'job');
  return {
    spec: resolve(spec),
    snapshotDir: resolve(values['snapshot-dir'] ?? join(home, 'snapshots')),
    filesDir: resolve(values['files-dir'] ?? join(home, 'files')),
    restore: values.restore === undefined ? null : resolve(values.restore),
    isResuming: values.resume === true,
    allowNonRestoredState: values['allow-non-restored-state'] === true,
    parallelism: wholeNumber('parallelism', values.parallelism, 128),
    threads: wholeNumber('threads', values.threads, 128),
    forText: values.for ?? null,
    savepointDir: values.savepoint === undefined ? null : resolve(values.savepoint),
    isQuiet: values.quiet === true,
  };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'snapshot-dir': { type: 'string' },
        'files-dir': { type: 'string' },
        restore: { type: 'string' },
        resume: { type: 'boolean' },
        'allow-non-restored-state': { type: 'boolean' },
        parallelism: { type: 'string' },
        threads: { type: 'string' },
        for: { type: 'string' },
        savepoint: { type: 'string' },
        quiet: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} most
 */
function wholeNumber(name, text, most) {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`--${name} is a whole number from 1 to ${most}.`);
  return value;
}
