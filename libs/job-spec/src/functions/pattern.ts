import { readPattern } from './pattern-reader.ts';

/** Characters of a pattern at most: it is compiled to a program of about that size. */
export const patternLengthMax = 1_000;

/** What is wrong with the pattern of REGEXP and the like; undefined: it is fine. */
export function checkPattern(pattern: string): string | undefined {
  if (pattern.length > patternLengthMax) return `The pattern is longer than ${patternLengthMax} characters.`;
  const read = readPattern(pattern, 'pattern');
  return 'message' in read ? `${read.message} (at character ${read.offset + 1} of the pattern)` : undefined;
}
