// @ts-check
import { spawn } from 'node:child_process';
import { LaunchError } from './launch-error.mjs';

const keptBytes = 50_000;
const shownLines = 40;

/**
 * Runs a Node program to its end, keeping its output back: it matters only when the program fails.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, signal: AbortSignal, environment?: NodeJS.ProcessEnv }} options an abort ends the program
 */
export async function runTool(args, { cwd, signal, environment = process.env }) {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output = (output + text).slice(-keptBytes)));
  }
  /** @type {number | null} */
  const code = await new Promise((resolve) => child.on('error', () => undefined).on('close', resolve));
  signal.throwIfAborted();
  if (code === 0) return;
  throw new LaunchError('The build failed; its last lines follow.', {
    details: output.trim().split('\n').slice(-shownLines).join('\n'),
  });
}
