import { codePointAt, countCodePoints, skipForward, widthOf } from '../expressions/utf8-bytes.ts';
import type { TextArgument } from './function-arguments.ts';
import { NULL, toInt, toText, VALUE } from './function-kernel.ts';
import type { TextWriter } from './text-writer.ts';

// Functions that make a text longer, or another one.

/** A NULL text is left out, separator and all; a NULL separator makes NULL. */
export const concatWs = toText(
  (given) => {
    const separator = given.text(0);
    const texts = Array.from({ length: given.count - 1 }, (_, place) => given.text(place + 1));
    return (row, out) => {
      if (separator.isNull(row)) return NULL;
      let isFirst = true;
      for (const text of texts) {
        if (text.isNull(row)) continue;
        if (!isFirst) out.copy(separator.bytes, separator.from(row), separator.to(row));
        out.copy(text.bytes, text.from(row), text.to(row));
        isFirst = false;
      }
      return VALUE;
    };
  },
  { nulls: 'own' },
);

export const repeat = toText((given) => {
  const [text, count] = [given.text(0), given.number(1)];
  return (row, out) => {
    const [from, to] = [text.from(row), text.to(row)];
    const times = from === to ? 0 : Math.max(0, count.at(row));
    out.room(times * (to - from));
    for (let rest = times; rest > 0; rest -= 1) out.copy(text.bytes, from, to);
    return VALUE;
  };
});

const pad = (side: 'left' | 'right') =>
  toText((given) => {
    const [text, length, padding] = [given.text(0), given.number(1), given.text(2)];
    return (row, out) => {
      const wanted = length.at(row);
      if (wanted < 0 || padding.from(row) === padding.to(row)) return NULL;
      const [from, to] = [text.from(row), text.to(row)];
      const missing = wanted - countCodePoints(text.bytes, from, to);
      if (missing <= 0) {
        out.copy(text.bytes, from, skipForward(text.bytes, { at: from, end: to }, wanted));
        return VALUE;
      }
      if (side === 'right') out.copy(text.bytes, from, to);
      fill(out, padding, { row, missing });
      if (side === 'left') out.copy(text.bytes, from, to);
      return VALUE;
    };
  });

export const lpad = pad('left');
export const rpad = pad('right');

/** Writes so many code points of padding, over and over. */
function fill(out: TextWriter, padding: TextArgument, { row, missing }: { row: number; missing: number }): void {
  const { bytes } = padding;
  const [from, to] = [padding.from(row), padding.to(row)];
  const each = countCodePoints(bytes, from, to);
  out.room(Math.floor(missing / each) * (to - from));
  let rest = missing;
  for (; rest >= each; rest -= each) out.copy(bytes, from, to);
  out.copy(bytes, from, skipForward(bytes, { at: from, end: to }, rest));
}

/** A code point of `from` becomes the one at the same place of `to`, the first of several counting, or goes when there is none. */
export const translate = toText(
  (given) => {
    const [text, from, to] = [given.text(0), given.text(1), given.text(2)];
    const isFixed = from.constant !== null && to.constant !== null;
    const fixed = isFixed ? mappingOf(from.text(0), to.text(0)) : undefined;
    return (row, out) => {
      if (text.isNull(row)) return NULL;
      // A NULL changes nothing, or leaves out, as an empty text does.
      const mapping = fixed ?? mappingOf(from.isNull(row) ? '' : from.text(row), to.isNull(row) ? '' : to.text(row));
      const { bytes } = text;
      const end = text.to(row);
      for (let at = text.from(row); at < end;) {
        const next = at + widthOf(bytes[at] as number);
        const mapped = mapping.get(codePointAt(bytes, at));
        if (mapped === undefined) out.copy(bytes, at, next);
        else if (mapped >= 0) out.codePoint(mapped);
        at = next;
      }
      return VALUE;
    };
  },
  { nulls: 'own' },
);

/** -1: it goes. */
function mappingOf(from: string, to: string): ReadonlyMap<number, number> {
  const targets = [...to];
  const mapping = new Map<number, number>();
  for (const [index, character] of [...from].entries()) {
    const code = character.codePointAt(0) ?? 0;
    if (!mapping.has(code)) mapping.set(code, targets[index]?.codePointAt(0) ?? -1);
  }
  return mapping;
}

/** A word is a run of letters and digits; its first character turns to upper case, the others to lower. */
export const initcap = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    let isWithin = false;
    let result = '';
    for (const character of text.text(row)) {
      const isWord = /[\p{L}\p{Nd}]/u.test(character);
      result += isWord && !isWithin ? character.toUpperCase() : character.toLowerCase();
      isWithin = isWord;
    }
    out.write(result);
    return VALUE;
  };
});

export const ascii = toInt((given) => {
  const text = given.text(0);
  return (row, out) => {
    const from = text.from(row);
    // A byte of Java has a sign.
    out[row] = from === text.to(row) ? 0 : ((text.bytes[from] as number) << 24) >> 24;
    return VALUE;
  };
});

export const chr = toText((given) => {
  const code = given.number(0);
  return (row, out) => {
    const value = code.at(row);
    if (value >= 0) out.codePoint(value & 0xff);
    return VALUE;
  };
});
