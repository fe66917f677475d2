/** `name`: a member of an object; `index`: an item of an array; `every`: all items or members. */
export type JsonStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' };

/** A path such as `lax $.a[0]`. Strict: what is missing is an error, not empty. */
export interface JsonPath {
  readonly isStrict: boolean;
  readonly steps: readonly JsonStep[];
}

const stepsMax = 100;
const lengthMax = 10_000;
const mode = /^\s*(?:(lax|strict)\s+)?\$/i;
const step = /\.([\p{L}_][\p{L}\p{N}_-]*|\*)|\[\s*(?:(-?\d{1,9})|(\*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/uy;

/** Reads a path; never throws. */
export function parseJsonPath(text: string): JsonPath | { readonly problem: string } {
  if (text.length > lengthMax) return { problem: `A path has at most ${lengthMax} characters.` };
  const start = mode.exec(text);
  if (!start) return { problem: `A path begins with $: '$.a.b[0]', but this is '${text}'.` };
  const steps: JsonStep[] = [];
  let at = start[0].length;
  while (at < text.trimEnd().length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (!match)
      return {
        problem: `Only .name, ['name'], [0] and [*] are steps of a path, but "${text.slice(at)}" stands there.`,
      };
    if (steps.length === stepsMax) return { problem: `A path has at most ${stepsMax} steps.` };
    steps.push(stepOf(match));
    at = step.lastIndex;
  }
  return { isStrict: start[1]?.toLowerCase() === 'strict', steps };
}

function stepOf([, name, index, star, single, double]: RegExpExecArray): JsonStep {
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (star !== undefined || name === '*') return { kind: 'every' };
  return { kind: 'name', name: name ?? (single ?? double ?? '').replace(/\\(.)/gu, '$1') };
}
