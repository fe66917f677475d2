// @ts-check
// A process of its own: lives worlds of the simulation on a changed engine until one is violated, and tells its parent.
import { register } from 'node:module';

process.once('message', (/** @type {import('./worlds.mjs').WorldsOrder} */ { code, seedsMax }) => {
  register('./dist-with-changes.mjs', import.meta.url, { data: new Map(code) });
  void live(seedsMax);
});

/** @param {number} seedsMax */
async function live(seedsMax) {
  const { runWorld } = await import('@weir/engine-simulation');
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violation } = await runWorld(seed);
    if (violation === null) continue;
    process.send?.(`seed ${seed}, ${violation.invariant}`);
    break;
  }
  process.disconnect();
}
