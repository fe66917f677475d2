// @ts-check
// The last step of a project's build: one file for its program to begin with. Its input is what the compiler has made.
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleModule } from './bundle-module.mjs';
import { bundles } from './bundles.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const { compiled, bundle, external } = bundles[/** @type {keyof typeof bundles} */ (process.argv[2])];
await bundleModule({
  entry: join(checkout, compiled),
  folder: join(checkout, dirname(bundle)),
  name: basename(bundle),
  external,
});
