// @ts-check
// node bundle.mjs FOLDER NAME…: makes one file of each module of this folder and all it imports, from sources.
import { fileURLToPath } from 'node:url';
import { bundleModule } from '../../../../tools/bundle/bundle-module.mjs';

const [folder = '', ...names] = process.argv.slice(2);
for (const name of names) {
  const entry = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  await bundleModule({ entry, folder, name: `${name}.mjs`, conditions: ['@weir/source'] });
}
