// @ts-check
/**
 * One breach of one rule. `measure` is the number the ratchet compares (lines, or the count of breaches in the file).
 *
 * @typedef {{ rule: string, path: string, line: number, measure: number, message: string }} Finding
 */

/**
 * A file as the rules see it: repository path with forward slashes, its text, and whether it is TypeScript or JavaScript.
 *
 * @typedef {{ path: string, text: string }} SourceText
 */

/**
 * A rule looks at one file at a time and keeps no state.
 *
 * @typedef {(file: SourceText) => Finding[]} Rule
 */

const code = /\.(?:ts|tsx|mjs|js|cjs)$/;
const spec = /\.(?:spec|it-spec|e2e-spec)\.tsx?$/;

/** @param {string} path */
export function isCode(path) {
  return code.test(path) && !isGenerated(path);
}

/** @param {string} path */
export function isSpec(path) {
  return spec.test(path);
}

/** @param {string} path */
export function isGenerated(path) {
  return path.endsWith('.gen.ts') || path.endsWith('next-env.d.ts');
}
