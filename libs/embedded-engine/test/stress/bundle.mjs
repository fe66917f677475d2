// @ts-check
// node bundle.mjs FOLDER NAME…: makes one file of each module of this folder and all it imports, from sources.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const [folder = '', ...names] = process.argv.slice(2);
const conditions = ['@weir/source', 'module', 'node'];

for (const name of names) {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  });
}
