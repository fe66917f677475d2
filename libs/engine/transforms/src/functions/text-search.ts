import { countCodePoints, isContinuation, skipForward } from '../expressions/utf8-bytes.ts';
import { findBytes, findBytesBackwards, isAt } from './find-bytes.ts';
import type { TextArgument } from './function-arguments.ts';
import { FAILED, type FunctionBody, toBoolean, toInt, VALUE } from './function-kernel.ts';

// Functions that ask where a text stands in another. Places count code points, from 1; 0: nowhere.

export const position = toInt((given) => {
  const [search, text] = [given.text(0), given.text(1)];
  return (row, out) => {
    out[row] = placeOf(text, row, findBytes(text.bytes, { from: text.from(row), to: text.to(row) }, search, row));
    return VALUE;
  };
});

export const locate = toInt((given) => {
  const [search, text] = [given.text(0), given.text(1)];
  const start = given.count > 2 ? given.number(2) : null;
  return (row, out) => {
    const begin = start === null ? 1 : Math.max(1, start.at(row));
    out[row] = placeOf(text, row, findFrom(text, search, { row, begin }));
    return VALUE;
  };
});

/** INSTR from a start, backwards from the end when it is negative, and of a given occurrence, from 1. */
export const instr = toInt((given): FunctionBody<Int32Array> => {
  const [text, search] = [given.text(0), given.text(1)];
  const start = given.count > 2 ? given.number(2) : null;
  const occurrence = given.count > 3 ? given.number(3) : null;
  return {
    write: (row, out) => {
      const begin = start === null ? 1 : start.at(row);
      const wanted = occurrence === null ? 1 : occurrence.at(row);
      if (wanted <= 0) return FAILED;
      const find = begin > 0 ? findForward : findBackward;
      out[row] = begin === 0 ? 0 : placeOf(text, row, find(text, search, { row, begin, wanted }));
      return VALUE;
    },
    explain: (row) => ({
      code: 'INVALID_CAST',
      detail: `occurrences count from 1, but this is ${occurrence === null ? 1 : occurrence.at(row)}`,
    }),
  };
});

export const startsWith = toBoolean((given) => {
  const [text, start] = [given.text(0), given.text(1)];
  return (row, out) => {
    const from = text.from(row);
    const fits = start.to(row) - start.from(row) <= text.to(row) - from;
    out[row] = fits && isAt(text.bytes, from, start, row) ? 1 : 0;
    return VALUE;
  };
});

export const endsWith = toBoolean((given) => {
  const [text, end] = [given.text(0), given.text(1)];
  return (row, out) => {
    const from = text.to(row) - (end.to(row) - end.from(row));
    out[row] = from >= text.from(row) && isAt(text.bytes, from, end, row) ? 1 : 0;
    return VALUE;
  };
});

interface From {
  readonly row: number;
  readonly begin: number;
}

function findFrom(text: TextArgument, search: TextArgument, { row, begin }: From): number {
  const [at, end] = [text.from(row), text.to(row)];
  const from = skipForward(text.bytes, { at, end }, begin - 1);
  // A start behind the end finds nothing, not even an empty text.
  if (from === end && begin - 1 > countCodePoints(text.bytes, at, end)) return -1;
  return findBytes(text.bytes, { from, to: end }, search, row);
}

interface Occurrence extends From {
  readonly wanted: number;
}

function findForward(text: TextArgument, search: TextArgument, { row, begin, wanted }: Occurrence): number {
  let found = findFrom(text, search, { row, begin });
  for (let rest = wanted; rest > 1 && found >= 0; rest -= 1) {
    found = findBytes(text.bytes, { from: nextOf(text.bytes, found, text.to(row)), to: text.to(row) }, search, row);
  }
  return found;
}

function findBackward(text: TextArgument, search: TextArgument, { row, begin, wanted }: Occurrence): number {
  const least = text.from(row);
  const length = search.to(row) - search.from(row);
  const skipped = countCodePoints(text.bytes, least, text.to(row)) + begin;
  if (skipped < 0) return -1;
  const start = skipForward(text.bytes, { at: least, end: text.to(row) }, skipped);
  let found = findBytesBackwards(text.bytes, { from: Math.min(start, text.to(row) - length), least }, search, row);
  for (let rest = wanted; rest > 1 && found >= 0; rest -= 1) {
    found = findBytesBackwards(text.bytes, { from: found - 1, least }, search, row);
  }
  return found;
}

/** Where the code point behind the one at `at` begins; beyond the end when there is none. */
function nextOf(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && isContinuation(bytes[next] as number)) next += 1;
  return next;
}

function placeOf(text: TextArgument, row: number, found: number): number {
  return found < 0 ? 0 : countCodePoints(text.bytes, text.from(row), found) + 1;
}
