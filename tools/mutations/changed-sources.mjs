// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot } from '../launcher/package-bin.mjs';

/**
 * The sources that a deliberate fault changes, by their absolute paths.
 *
 * @param {import('./mutations.mjs').Mutation} mutation
 * @returns {Map<string, string>}
 */
export function changedSources({ name, changes }) {
  /** @type {Map<string, string>} */
  const sources = new Map();
  for (const { file, from, to } of changes) {
    const path = join(checkoutRoot, file);
    const text = sources.get(path) ?? readFileSync(path, 'utf8');
    if (text.split(from).length !== 2)
      throw new Error(
        `"${name}": ${JSON.stringify(from)} does not stand once in ${file}. Adapt the list in tools/mutations.`,
      );
    sources.set(
      path,
      text.replace(from, () => to),
    );
  }
  return sources;
}
