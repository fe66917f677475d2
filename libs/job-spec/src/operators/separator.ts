import { readPattern } from '../functions/pattern-reader.ts';

/** What is wrong with a separator, at which UTF-16 unit. */
export interface SeparatorProblem {
  readonly message: string;
  readonly offset: number;
}

export const SEPARATOR_LENGTH_MAX = 200;

/**
 * Checks that a separator stays within the regular expressions that a linear-time engine (RE2's syntax) runs: literals, `.`, `^`, `$`, classes,
 * `\s \S \d \D \w \W \b \B`, escapes, groups `( )` and `(?: )`, `|`, `* + ?`, `{n}`, `{n,}`, `{n,m}` and lazy forms of these. No back
 * references, no looking around. undefined: it is fine.
 */
export function checkSeparator(pattern: string): SeparatorProblem | undefined {
  if (pattern === '') return { message: 'The separator is empty.', offset: 0 };
  if (pattern.length > SEPARATOR_LENGTH_MAX) {
    return {
      message: `The separator is longer than ${SEPARATOR_LENGTH_MAX} characters.`,
      offset: SEPARATOR_LENGTH_MAX,
    };
  }
  const read = readPattern(pattern, 'separator');
  if ('message' in read) return read;
  if (!read.takesNothing) return undefined;
  return { message: 'The separator matches the empty text; it must take at least one character.', offset: 0 };
}
