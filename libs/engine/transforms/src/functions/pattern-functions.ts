import { textBytesMax, TextLimitError } from '@weir/engine-core';
import type { RE2JS } from 're2js';
import type { FunctionArguments } from './function-arguments.ts';
import { NULL, toBoolean, toInt, toText, VALUE } from './function-kernel.ts';
import { PatternCache } from './pattern-cache.ts';
import { similarPattern } from './similar-pattern.ts';

// Regular expressions, by the linear engine alone. A pattern that is none gives NULL, as in Flink; one that is written out was checked.

/** The compiled pattern of a row. */
function patternOf(given: FunctionArguments, place: number): (row: number) => RE2JS | null {
  const pattern = given.text(place);
  const cache = new PatternCache();
  return (row) => cache.get(pattern.text(row));
}

export const regexp = toBoolean((given) => {
  const [text, pattern] = [given.text(0), patternOf(given, 1)];
  return (row, out) => {
    const compiled = pattern(row);
    if (compiled === null) return NULL;
    out[row] = compiled.matcher(text.text(row)).find() ? 1 : 0;
    return VALUE;
  };
});

export const regexpExtract = toText((given) => {
  const [text, pattern] = [given.text(0), patternOf(given, 1)];
  const group = given.count > 2 ? given.number(2) : null;
  return (row, out) => {
    const matcher = pattern(row)?.matcher(text.text(row));
    const wanted = group === null ? 0 : group.at(row);
    if (!matcher?.find() || wanted < 0 || wanted > matcher.groupCount()) return NULL;
    const taken = matcher.group(wanted);
    if (taken === null) return NULL;
    out.write(taken);
    return VALUE;
  };
});

export const regexpReplace = toText((given) => {
  const [text, pattern, replacement] = [given.text(0), patternOf(given, 1), given.text(2)];
  return (row, out) => {
    const compiled = pattern(row);
    if (compiled === null) return NULL;
    const replaced = replaceAll(compiled, text.text(row), replacement.text(row));
    if (replaced === null) return NULL;
    out.write(replaced);
    return VALUE;
  };
});

/** Null for a replacement that names a group that the pattern has not, for which the engine throws. */
function replaceAll(pattern: RE2JS, text: string, replacement: string): string | null {
  try {
    return pattern.matcher(text).replaceAll(replacement, true);
  } catch (error) {
    // A result longer than a string may be is one that is too long, not none.
    if (error instanceof RangeError)
      throw new TextLimitError('A text of one row', Number.POSITIVE_INFINITY, textBytesMax);
    return null;
  }
}

export const regexpCount = toInt((given) => {
  const [text, pattern] = [given.text(0), patternOf(given, 1)];
  return (row, out) => {
    const matcher = pattern(row)?.matcher(text.text(row));
    if (matcher === undefined) return NULL;
    let count = 0;
    while (matcher.find()) count += 1;
    out[row] = count;
    return VALUE;
  };
});

export const regexpInstr = toInt((given) => {
  const [text, pattern] = [given.text(0), patternOf(given, 1)];
  return (row, out) => {
    const value = text.text(row);
    const matcher = pattern(row)?.matcher(value);
    if (matcher === undefined) return NULL;
    out[row] = matcher.find() ? Array.from(value.slice(0, matcher.start())).length + 1 : 0;
    return VALUE;
  };
});

export const regexpSubstr = toText((given) => {
  const [text, pattern] = [given.text(0), patternOf(given, 1)];
  return (row, out) => {
    const matcher = pattern(row)?.matcher(text.text(row));
    if (!matcher?.find()) return NULL;
    out.write(matcher.group() ?? '');
    return VALUE;
  };
});

/** SIMILAR TO: the whole text. A pattern that is none fits nothing. */
export const similarTo = toBoolean((given) => {
  const [text, pattern] = [given.text(0), given.text(1)];
  const escape = given.count > 2 ? String(given.literal(2)) : null;
  const cache = new PatternCache((written) => similarPattern(written, escape));
  return (row, out) => {
    out[row] = cache.get(pattern.text(row))?.matches(text.text(row)) === true ? 1 : 0;
    return VALUE;
  };
});
