// @ts-check
// The last step of the engine's build: one file for its threads to begin with. Its input is what the compiler has made.
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleModule } from './bundle-module.mjs';
import { threadEntry } from './thread-entry.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
await bundleModule({
  entry: join(checkout, threadEntry.compiled),
  folder: join(checkout, dirname(threadEntry.bundle)),
  name: basename(threadEntry.bundle),
});
