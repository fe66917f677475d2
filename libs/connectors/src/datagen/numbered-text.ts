import { dictionaryWord, type Generator } from '@weir/job-spec';

type StringGenerator = Extract<Generator, { kind: 'string' }>;

const builtInWords = 10_000;
const digitPairs = Uint8Array.from({ length: 200 }, (_, at) => {
  const pair = at >> 1;
  return 48 + ((at & 1) === 0 ? Math.floor(pair / 10) : pair % 10);
});

/** The texts of a `string` generator by index: names first, then the template with its number and word. */
export class NumberedText {
  readonly #names: readonly Uint8Array[];
  readonly #segments: readonly (Uint8Array | 'number' | 'word')[];
  readonly #words: readonly Uint8Array[];
  /** No text is longer. */
  readonly bytesMax: number;

  constructor(generator: StringGenerator) {
    const encoder = new TextEncoder();
    this.#names = generator.names.map((name) => encoder.encode(name));
    this.#segments = generator.template
      .split(/(\{n\}|\{word\})/)
      .filter((part) => part !== '')
      .map((part) => (part === '{n}' ? 'number' : part === '{word}' ? 'word' : encoder.encode(part)));
    this.#words = this.#segments.includes('word')
      ? Array.from({ length: builtInWords }, (_, index) => encoder.encode(dictionaryWord(index)))
      : [];
    const templateBytes = this.#segments.reduce((sum, segment) => sum + segmentBytesMax(segment), 0);
    this.bytesMax = Math.max(templateBytes, ...this.#names.map((name) => name.length));
  }

  /** Writes the text of an index at `at` and returns where it ends. */
  write(index: number, bytes: Uint8Array, at: number): number {
    const name = this.#names[index];
    if (name !== undefined) return copy(name, bytes, at);
    let end = at;
    for (const segment of this.#segments) {
      if (segment === 'number') end = writeNumber(index - this.#names.length, bytes, end);
      else if (segment === 'word') end = copy(this.#words[index % builtInWords] as Uint8Array, bytes, end);
      else end = copy(segment, bytes, end);
    }
    return end;
  }

  /** The first `count` texts. */
  texts(count: number): Uint8Array[] {
    const buffer = new Uint8Array(this.bytesMax);
    return Array.from({ length: count }, (_, index) => buffer.slice(0, this.write(index, buffer, 0)));
  }
}

function segmentBytesMax(segment: Uint8Array | 'number' | 'word'): number {
  if (segment === 'number') return 8;
  return segment === 'word' ? 8 : segment.length;
}

function copy(text: Uint8Array, bytes: Uint8Array, at: number): number {
  for (let from = 0; from < text.length; from += 1) bytes[at + from] = text[from] as number;
  return at + text.length;
}

/** Decimal digits of a number from 0 to 10^8 - 1, two at a time from the back. */
function writeNumber(value: number, bytes: Uint8Array, at: number): number {
  const end = at + digitsOf(value);
  let rest = value;
  let to = end;
  while (rest >= 100) {
    const hundreds = (rest / 100) | 0;
    const pair = (rest - hundreds * 100) << 1;
    rest = hundreds;
    to -= 2;
    bytes[to] = digitPairs[pair] as number;
    bytes[to + 1] = digitPairs[pair + 1] as number;
  }
  if (rest >= 10) {
    bytes[at] = digitPairs[rest << 1] as number;
    bytes[at + 1] = digitPairs[(rest << 1) + 1] as number;
  } else {
    bytes[at] = 48 + rest;
  }
  return end;
}

function digitsOf(value: number): number {
  if (value < 10_000) {
    if (value < 100) return value < 10 ? 1 : 2;
    return value < 1_000 ? 3 : 4;
  }
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  return value < 10_000_000 ? 7 : 8;
}
