// @ts-check
import { fork } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import typescript from 'typescript';
import { checkoutRoot } from '../launcher/package-bin.mjs';
import { changedSources } from './changed-sources.mjs';

/**
 * @typedef {object} WorldsOrder
 * @property {readonly (readonly [string, string])[]} code Compiled modules by URL.
 * @property {number} seedsMax
 */

const child = fileURLToPath(new URL('./lived-worlds.mjs', import.meta.url));

/**
 * Lives worlds from seed 1 on until one is violated: which seed and which invariant; null when none was.
 *
 * @param {import('./mutations.mjs').Mutation} mutation
 * @param {number} seedsMax
 * @returns {Promise<string | null>}
 */
export async function caughtByWorlds(mutation, seedsMax) {
  const code = [...changedSources(mutation)].map(
    ([path, source]) => /** @type {const} */ ([distUrl(path), compiled(source)]),
  );
  const worlds = fork(child, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  /** @type {string | null} */
  let caught = null;
  worlds.once('message', (message) => (caught = String(message)));
  worlds.send({ code, seedsMax });
  const exitCode = await new Promise((resolve) => worlds.once('close', resolve));
  if (exitCode !== 0)
    throw new Error(`"${mutation.name}": the changed engine does not run at all. Adapt the list in tools/mutations.`);
  return caught;
}

/** @param {string} path Of a source. */
function distUrl(path) {
  const inCheckout = path.slice(checkoutRoot.length).replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  return pathToFileURL(checkoutRoot + inCheckout).href;
}

/** @param {string} source */
function compiled(source) {
  const { ES2023 } = typescript.ScriptTarget;
  const compilerOptions = {
    target: ES2023,
    module: typescript.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  return typescript.transpileModule(source, { compilerOptions }).outputText;
}
