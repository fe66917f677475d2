// The rows of the benchmark, written out by hand: the engine makes the same ones with its datagen source (see workloads.mjs), and the
// checksums tell whether it did.
const { imul } = Math;
const TWO32 = 4294967296;

/** The finaliser of murmur3. */
export function fmix32(value) {
  let h = value;
  h ^= h >>> 16;
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export const keySalt = 0x5bd1e995;
export const valueSalt = 0x27d4eb2f;
export const wordSalt = 0x165667b1;
export const dictionarySize = 10_000;
export const wordsPerLine = 8;

export const keyOf = (row, keys) => (fmix32(row ^ keySalt) >>> 0) % keys;
export const valueOf = (row) => fmix32(row ^ valueSalt) & 0xff;

/** Index of word `place` of line `row`: low ones are frequent. */
export function wordIndexOf(row, place) {
  const uniform = (fmix32((row * wordsPerLine + place) ^ wordSalt) >>> 0) / TWO32;
  return (uniform * uniform * uniform * dictionarySize) | 0;
}

/** A word of the dictionary: 3 to 8 lower-case letters. */
export function wordOf(index) {
  const codes = [97 + (index % 26), 97 + (Math.floor(index / 26) % 26), 97 + Math.floor(index / 676)];
  for (let t = 3; t < 3 + (index % 6); t += 1) codes.push(97 + ((fmix32(index + 31 * t) >>> 0) % 26));
  return String.fromCharCode(...codes);
}

/** What a key and its sum, or a word and its count, add to a checksum: a 32-bit number, so that their order does not matter. */
export function foldPair(id, sum) {
  const low = (sum % TWO32) | 0;
  const high = Math.floor(sum / TWO32) | 0;
  return fmix32(id ^ fmix32(low ^ high)) >>> 0;
}

/** The number that stands for a word in a checksum. */
export function wordId(word) {
  let id = 0;
  for (let at = 0; at < word.length; at += 1) id = (imul(31, id) + word.charCodeAt(at)) | 0;
  return id;
}

/** What a bid that passed the filter adds. */
export function foldBid(auction, bidder, price) {
  return fmix32(auction ^ fmix32(bidder ^ fmix32(Math.round(price * 100)))) >>> 0;
}

export const hex = (checksum) => (checksum >>> 0).toString(16).padStart(8, '0');
