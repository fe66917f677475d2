import type { TextArgument } from './function-arguments.ts';

/** Searches of so many bytes are left to the platform, whose cost does not grow with their product; a call costs more for shorter ones. */
const longSearch = 32;

/** A stretch of bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the search text of a row begins in bytes[from .. to); -1 when it is nowhere. Searching bytes is safe: UTF-8 never begins in the
 * middle of a character. An empty search is found at once.
 */
export function findBytes(bytes: Uint8Array, { from, to }: Stretch, search: TextArgument, row: number): number {
  const length = search.to(row) - search.from(row);
  if (length >= longSearch) {
    const found = bufferOf(bytes, from, to).indexOf(bufferOf(search.bytes, search.from(row), search.to(row)));
    return found < 0 ? -1 : from + found;
  }
  const last = to - length;
  for (let at = from; at <= last; at += 1) if (isAt(bytes, at, search, row)) return at;
  return -1;
}

/** The last place at or before `from` where the search text begins, not before `least`; -1 when there is none. */
export function findBytesBackwards(
  bytes: Uint8Array,
  { from, least }: { readonly from: number; readonly least: number },
  search: TextArgument,
  row: number,
): number {
  const length = search.to(row) - search.from(row);
  if (length >= longSearch && from >= least) {
    const text = bufferOf(bytes, least, from + length);
    const found = text.lastIndexOf(bufferOf(search.bytes, search.from(row), search.to(row)));
    return found < 0 ? -1 : least + found;
  }
  for (let at = from; at >= least; at -= 1) if (isAt(bytes, at, search, row)) return at;
  return -1;
}

/** A stretch of bytes as a Buffer over the same memory. */
export function bufferOf(bytes: Uint8Array, from: number, to: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
}

/** Whether the bytes from `at` on are those of the search text; they must reach that far. */
export function isAt(bytes: Uint8Array, at: number, search: TextArgument, row: number): boolean {
  const start = search.from(row);
  const length = search.to(row) - start;
  const wanted = search.bytes;
  let index = 0;
  while (index < length && bytes[at + index] === wanted[start + index]) index += 1;
  return index === length;
}
