import { codePointAt, stepBack, widthOf } from '../expressions/utf8-bytes.ts';
import type { FunctionArguments, TextArgument } from './function-arguments.ts';
import { toText, VALUE } from './function-kernel.ts';

/** LTRIM, RTRIM and BTRIM: blanks, or the code points of a second text, which may differ from row to row. */
const trim = (side: { readonly atStart: boolean; readonly atEnd: boolean }) =>
  toText((given) => {
    const text = given.text(0);
    const goes = charactersOf(given);
    return (row, out) => {
      const { bytes } = text;
      const codes = goes(row);
      let [from, to] = [text.from(row), text.to(row)];
      while (side.atStart && from < to && codes.has(codePointAt(bytes, from))) from += widthOf(bytes[from] as number);
      while (side.atEnd && from < to) {
        const before = stepBack(bytes, { at: from, end: to });
        if (!codes.has(codePointAt(bytes, before))) break;
        to = before;
      }
      out.copy(bytes, from, to);
      return VALUE;
    };
  });

export const ltrim = trim({ atStart: true, atEnd: false });
export const rtrim = trim({ atStart: false, atEnd: true });
export const btrim = trim({ atStart: true, atEnd: true });

const blank: ReadonlySet<number> = new Set([0x20]);

function charactersOf(given: FunctionArguments): (row: number) => ReadonlySet<number> {
  if (given.count < 2) return () => blank;
  const characters = given.text(1);
  const fixed = characters.constant === null ? null : codesOf(characters, 0);
  return (row) => fixed ?? codesOf(characters, row);
}

function codesOf(characters: TextArgument, row: number): ReadonlySet<number> {
  return new Set(Array.from(characters.text(row), (character) => character.codePointAt(0) ?? 0));
}
