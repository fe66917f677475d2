const { imul } = Math;

/** MurmurHash3 x86 32 with seed 0 of bytes[from .. to), as a signed 32-bit number. */
export function murmur3(bytes: Uint8Array, from: number, to: number): number {
  let h = 0;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const k =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    h ^= mixWord(k);
    h = (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  let k = 0;
  for (let shift = 0; at + (shift >> 3) < to; shift += 8) k |= (bytes[at + (shift >> 3)] as number) << shift;
  return finish(h ^ mixWord(k), to - from);
}

/** {@link murmur3} of every text: bytes[offsets[r] .. offsets[r + 1]) for r from 0 to into.length - 1. Reads words of four bytes. */
export function murmur3OfTexts(
  texts: { readonly offsets: Int32Array; readonly bytes: Uint8Array },
  into: Int32Array,
): void {
  const { offsets, bytes } = texts;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = bytes.length - 3;
  for (let row = 0; row < into.length; row += 1) {
    let at = offsets[row] as number;
    const to = offsets[row + 1] as number;
    const length = to - at;
    if (to > wordsEnd) {
      into[row] = murmur3(bytes, at, to);
      continue;
    }
    let h = 0;
    for (const lastWord = to - 4; at <= lastWord; at += 4) {
      let k = imul(view.getInt32(at, true), 0xcc9e2d51);
      k = (k << 15) | (k >>> 17);
      h ^= imul(k, 0x1b873593);
      h = (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
    }
    if (at < to) {
      let k = imul(view.getInt32(at, true) & ((1 << ((to - at) << 3)) - 1), 0xcc9e2d51);
      k = (k << 15) | (k >>> 17);
      h ^= imul(k, 0x1b873593);
    }
    into[row] = finish(h, length);
  }
}

/** {@link murmur3} of the four bytes, least first, of each of values[0 .. into.length). */
export function murmur3OfInts(values: Int32Array, into: Int32Array): void {
  for (let row = 0; row < into.length; row += 1) {
    let k = imul(values[row] as number, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    let h = imul(k, 0x1b873593);
    h = (imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) ^ 4;
    h ^= h >>> 16;
    h = imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = imul(h, 0xc2b2ae35);
    into[row] = h ^ (h >>> 16);
  }
}

function mixWord(word: number): number {
  const k = imul(word, 0xcc9e2d51);
  return imul((k << 15) | (k >>> 17), 0x1b873593);
}

function finish(mixed: number, length: number): number {
  let h = mixed ^ length;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
