/** The finaliser of murmur3: mixes 32 bits so that each depends on all. */
export function fmix32(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Word `index` (0 to 17 575) of the built-in dictionary: 3 to 8 lower-case letters, all different. */
export function dictionaryWord(index: number): string {
  const codes = [97 + (index % 26), 97 + (Math.floor(index / 26) % 26), 97 + Math.floor(index / 676)];
  for (let t = 3; t < 3 + (index % 6); t += 1) codes.push(97 + ((fmix32(index + 31 * t) >>> 0) % 26));
  return String.fromCharCode(...codes);
}

/** The salt of a column that names none: FNV-1a over the name's UTF-16 units, mixed with the seed. Unsigned 32 bits. */
export function defaultSalt(seed: number, column: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < column.length; at += 1) h = Math.imul(h ^ column.charCodeAt(at), 0x01000193);
  return fmix32(h ^ fmix32(seed)) >>> 0;
}
