// @ts-check
// npm run soak [-- --cycles N] [--seed S] [--parallelism P]: the shipped engine on real threads and files, failing every 2 to 10
// checkpoints, with operators that check their rows (docs/specs/threaded-stress.md).
import { BundledModules } from '../../libs/embedded-engine/test/stress/bundled-modules.mjs';

const modules = new BundledModules(['stress-thread', 'soak']);
process.once('exit', () => modules.remove());
const { soak } = await import(modules.url('soak').href);
process.exitCode = await soak(process.argv.slice(2), {
  threadEntry: modules.url('stress-thread'),
  /** @param {string} line */
  tell: (line) => console.log(line),
});
