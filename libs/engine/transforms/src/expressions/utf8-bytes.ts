// Reading UTF-8 that is known to be well formed, byte by byte.

/** Bytes of the code point that begins with this byte. */
export function widthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Whether the byte continues a code point. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The position after `count` code points from `at`, but not beyond `end`. */
export function skipForward(
  bytes: Uint8Array,
  span: { readonly at: number; readonly end: number },
  count: number,
): number {
  let { at } = span;
  for (let left = count; left > 0 && at < span.end; left -= 1) at += widthOf(bytes[at] as number);
  return at < span.end ? at : span.end;
}

/** The first position of the code point that ends before `end`, not before `at`. */
export function stepBack(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }): number {
  let before = end - 1;
  while (before > at && isContinuation(bytes[before] as number)) before -= 1;
  return before;
}

/** Code points in bytes[from .. to). */
export function countCodePoints(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (((bytes[at] as number) & 0xc0) !== 0x80) count += 1;
  return count;
}

/** The code point that begins at `at`. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  switch (widthOf(first)) {
    case 1:
      return first;
    case 2:
      return ((first & 0x1f) << 6) | ((bytes[at + 1] as number) & 0x3f);
    case 3:
      return ((first & 0x0f) << 12) | (((bytes[at + 1] as number) & 0x3f) << 6) | ((bytes[at + 2] as number) & 0x3f);
    default:
      return (
        ((first & 0x07) << 18) |
        (((bytes[at + 1] as number) & 0x3f) << 12) |
        (((bytes[at + 2] as number) & 0x3f) << 6) |
        ((bytes[at + 3] as number) & 0x3f)
      );
  }
}

/** Writes a code point at `at`, and returns where it ends. */
export function writeCodePoint(code: number, bytes: Uint8Array, at: number): number {
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6);
    bytes[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x1_0000) {
    bytes[at] = 0xe0 | (code >> 12);
    bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (code >> 18);
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}
