// @ts-check
import { build } from 'vite';

/**
 * Makes one file of a module and all it imports; only Node's own modules stay outside. Names are kept, so that stacks can be read.
 *
 * @param {object} options
 * @param {string} options.entry
 * @param {string} options.folder where the file goes, beside what is there
 * @param {string} options.name of the file
 * @param {readonly string[]} [options.external] packages that stay outside too
 * @param {readonly string[]} [options.conditions] before Node's own, to choose among a package's exports
 */
export async function bundleModule({ entry, folder, name, external = [], conditions = [] }) {
  const resolve = { conditions: [...conditions, 'module', 'node'] };
  await build({
    configFile: false,
    logLevel: 'error',
    resolve,
    ssr: { noExternal: true, external: [...external], resolve },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: name, codeSplitting: false } },
    },
  });
}
