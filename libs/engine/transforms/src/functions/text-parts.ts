import { countCodePoints, skipForward, stepBack } from '../expressions/utf8-bytes.ts';
import { findBytes } from './find-bytes.ts';
import { NULL, toText, VALUE } from './function-kernel.ts';

// Functions that take a part of a text.

export const left = toText((given) => {
  const [text, length] = [given.text(0), given.number(1)];
  return (row, out) => {
    const from = text.from(row);
    out.copy(text.bytes, from, skipForward(text.bytes, { at: from, end: text.to(row) }, length.at(row)));
    return VALUE;
  };
});

export const right = toText((given) => {
  const [text, length] = [given.text(0), given.number(1)];
  return (row, out) => {
    const [least, end] = [text.from(row), text.to(row)];
    let from = end;
    for (let rest = length.at(row); rest > 0 && from > least; rest -= 1) {
      from = stepBack(text.bytes, { at: least, end: from });
    }
    out.copy(text.bytes, from, end);
    return VALUE;
  };
});

/** An empty separator cuts at blanks, as Flink's does; an empty text has no parts. */
export const splitIndex = toText((given) => {
  const [text, separator, index] = [given.text(0), given.text(1), given.number(2)];
  return (row, out) => {
    const to = text.to(row);
    let from = text.from(row);
    let rest = index.at(row);
    if (rest < 0 || from === to) return NULL;
    const length = separator.to(row) - separator.from(row);
    if (length === 0) {
      const part = text.text(row).split(/\s/u)[rest];
      if (part === undefined) return NULL;
      out.write(part);
      return VALUE;
    }
    for (;;) {
      const found = findBytes(text.bytes, { from, to }, separator, row);
      if (rest === 0) {
        out.copy(text.bytes, from, found < 0 ? to : found);
        return VALUE;
      }
      if (found < 0) return NULL;
      from = found + length;
      rest -= 1;
    }
  };
});

export const elt = toText(
  (given) => {
    const index = given.number(0);
    const texts = Array.from({ length: given.count - 1 }, (_, place) => given.text(place + 1));
    return (row, out) => {
      if (index.isNull(row)) return NULL;
      const text = texts[index.at(row) - 1];
      if (text === undefined || text.isNull(row)) return NULL;
      out.copy(text.bytes, text.from(row), text.to(row));
      return VALUE;
    };
  },
  { nulls: 'own' },
);

/** OVERLAY: without a length, as much goes as the replacement has. A start outside the text changes nothing. */
export const overlay = toText((given) => {
  const [text, replacement, start] = [given.text(0), given.text(1), given.number(2)];
  const length = given.count > 3 ? given.number(3) : null;
  return (row, out) => {
    const { bytes } = text;
    const [at, end] = [text.from(row), text.to(row)];
    const begin = start.at(row);
    const [newFrom, newTo] = [replacement.from(row), replacement.to(row)];
    const count = countCodePoints(bytes, at, end);
    if (begin <= 0 || begin > count) {
      out.copy(bytes, at, end);
      return VALUE;
    }
    const taken = length === null ? countCodePoints(replacement.bytes, newFrom, newTo) : length.at(row);
    const from = skipForward(bytes, { at, end }, begin - 1);
    out.copy(bytes, at, from);
    out.copy(replacement.bytes, newFrom, newTo);
    // A length of 0 or less takes all that follows, as in Flink.
    if (taken > 0) out.copy(bytes, skipForward(bytes, { at: from, end }, taken), end);
    return VALUE;
  };
});

export const reverse = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    const least = text.from(row);
    let end = text.to(row);
    while (end > least) {
      const from = stepBack(text.bytes, { at: least, end });
      out.copy(text.bytes, from, end);
      end = from;
    }
    return VALUE;
  };
});
