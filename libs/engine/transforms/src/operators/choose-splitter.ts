import { RE2JS } from 're2js';
import { ByteClassSplitter } from './byte-class-splitter.ts';
import { LiteralSplitter } from './literal-splitter.ts';
import { PatternSplitter } from './pattern-splitter.ts';
import type { TextSplitter } from './text-parts.ts';

/** One ASCII character, a class escape or a class of ASCII members, perhaps with `+`. */
const singleCharacter =
  /^(?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9]|\\[sdwtnrfv]|\[(?!\^)(?:[^\\\]]|\\[^A-Za-z0-9]|\\[sdwtnrfv])+\])\+?$/;
/** Characters that stand for themselves, plain or behind a backslash. */
const literalText = /^(?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9])+$/u;

/** The fastest splitter that does what the separator, a regular expression in RE2's syntax, says. */
export function chooseSplitter(separator: string, options: { readonly keepEmpty: boolean }): TextSplitter {
  const isAscii = [...separator].every((character) => (character.codePointAt(0) ?? 0) < 128);
  if (isAscii && !options.keepEmpty && singleCharacter.test(separator)) {
    return new ByteClassSplitter(bytesMatching(separator));
  }
  if (literalText.test(separator)) return new LiteralSplitter(separator.replace(/\\(.)/gu, '$1'), options);
  return new PatternSplitter(separator, options);
}

/** The ASCII bytes that such a pattern matches, as the regular expression engine itself sees it. */
function bytesMatching(pattern: string): number[] {
  const compiled = RE2JS.compile(pattern);
  return Array.from({ length: 128 }, (_, byte) => byte).filter((byte) => compiled.matches(String.fromCharCode(byte)));
}
