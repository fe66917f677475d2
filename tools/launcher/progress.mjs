// @ts-check
/** How often a long step says that it still goes on when the output is no terminal. */
const heartbeatMs = 15_000;
const redrawMs = 500;

/**
 * Runs a step and shows one line for it: what it is, how far it got, how long it took.
 *
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<T>} work may call `note` with what it does at the moment
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = performance.now();
  const isTerminal = process.stdout.isTTY === true;
  let detail = '';
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const draw = () =>
    process.stdout.write(`\r\u001b[2K  ${name} … ${seconds()}${detail === '' ? '' : `  ${detail}`}`.slice(0, 160));
  const beat = () => console.log(`  ${name} … ${seconds()}${detail === '' ? '' : `  ${detail}`}`);
  const timer = setInterval(isTerminal ? draw : beat, isTerminal ? redrawMs : heartbeatMs);
  if (isTerminal) draw();
  const finish = (/** @type {string} */ outcome) => {
    clearInterval(timer);
    process.stdout.write(`${isTerminal ? '\r\u001b[2K' : ''}  ${name.padEnd(26)} ${outcome}  ${seconds()}\n`);
  };
  try {
    const result = await work((text) => (detail = text));
    finish('done');
    return result;
  } catch (thrown) {
    // A reason to stop is a sentence; an error is an error.
    finish(thrown instanceof Error ? 'failed' : 'stopped');
    throw thrown;
  }
}

/** @param {string} sentence */
export function say(sentence) {
  console.log(`  ${sentence}`);
}
