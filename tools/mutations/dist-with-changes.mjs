// @ts-check
// Hooks of Node's loader: changed modules in place of those of the compiled engine.

/** @type {ReadonlyMap<string, string>} Code by URL. */
let changed = new Map();

/** @param {ReadonlyMap<string, string>} code */
export function initialize(code) {
  changed = code;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const source = changed.get(url);
  return source === undefined ? nextLoad(url, context) : { format: 'module', shortCircuit: true, source };
}
