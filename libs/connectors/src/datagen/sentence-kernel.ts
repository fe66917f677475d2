import { textSlackBytes, type Utf8Column } from '@weir/engine-core';
import { dictionaryWord, type Generator } from '@weir/job-spec';
import type { ColumnKernel } from './column-kernel.ts';
import { hash } from './draw-indexes.ts';
import type { RowNumbers } from './split-cursor.ts';
import { TextTable } from './text-table.ts';

type SentenceGenerator = Extract<Generator, { kind: 'sentence' }>;

const perUnit = 2 ** -32;
const space = 32;
/** Bytes behind the last sentence that a copy in whole words may touch. */
const copySlackBytes = 16;

/** Words with one space between. Every word lies in the table with its space, which the last one of a sentence gives back. */
export class SentenceKernel implements ColumnKernel {
  readonly textBytesMax: number;
  readonly #generator: SentenceGenerator;
  readonly #table: TextTable;
  readonly #wordCount: number;
  readonly #capitals: readonly Uint8Array[];
  #column: Utf8Column = { kind: 'utf8', offsets: new Int32Array(1), bytes: new Uint8Array(0), nulls: null };
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(generator: SentenceGenerator) {
    const { dictionary } = generator;
    const words =
      typeof dictionary === 'number'
        ? Array.from({ length: dictionary }, (_, index) => dictionaryWord(index))
        : dictionary;
    const encoder = new TextEncoder();
    this.#generator = generator;
    this.#wordCount = words.length;
    this.#table = TextTable.of(words.map((word) => `${word} `));
    const isAscii = words.every((word) => /^[\x20-\x7e]/.test(word));
    this.#capitals = isAscii ? [] : words.map((word) => encoder.encode(`${capitalized(word)} `));
    const longest = this.#capitals.reduce((most, word) => Math.max(most, word.length), this.#table.bytesMax);
    this.textBytesMax = generator.words * this.#table.bytesMax + longest;
  }

  allocate(rows: number): Utf8Column {
    const bytes = new Uint8Array(rows * this.textBytesMax + Math.max(textSlackBytes, copySlackBytes));
    this.#column = { kind: 'utf8', offsets: new Int32Array(rows + 1), bytes, nulls: null };
    this.#view = new DataView(bytes.buffer);
    return this.#column;
  }

  fill(numbers: RowNumbers, count: number): void {
    const { skew, capitalize } = this.#generator;
    const hasWideCapitals = capitalize && this.#capitals.length > 0;
    if (this.#table.isSlotted && skew === 3 && !hasWideCapitals) this.#fillSlotted(numbers.low, count);
    else this.#fillAny(numbers.low, count);
  }

  /** The usual sentence: built-in words with the usual skew. */
  #fillSlotted(low: Int32Array, count: number): void {
    const { words: wordsEach, salt, capitalize } = this.#generator;
    const { offsets, bytes } = this.#column;
    const view = this.#view;
    const slots = this.#table.words;
    const wordCount = this.#wordCount;
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      const start = at;
      offsets[row] = start;
      const first = Math.imul(low[row] as number, wordsEach);
      for (let position = 0; position < wordsEach; position += 1) {
        const uniform = (hash((first + position) ^ salt) >>> 0) * perUnit;
        const slot = ((uniform * uniform * uniform * wordCount) | 0) << 2;
        view.setInt32(at, slots[slot + 1] as number, true);
        view.setInt32(at + 4, slots[slot + 2] as number, true);
        view.setInt32(at + 8, slots[slot + 3] as number, true);
        at += slots[slot] as number;
      }
      at -= 1;
      if (capitalize) bytes[start] = capitalOf(bytes[start] as number);
    }
    offsets[count] = at;
  }

  #fillAny(low: Int32Array, count: number): void {
    const { words: wordsEach, capitalize } = this.#generator;
    const { offsets, bytes } = this.#column;
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      const start = at;
      offsets[row] = start;
      const first = Math.imul(low[row] as number, wordsEach);
      for (let position = 0; position < wordsEach; position += 1) {
        const index = this.#draw(first + position);
        const capital = capitalize && position === 0 ? this.#capitals[index] : undefined;
        if (capital === undefined) {
          at = this.#copyWord(index, at);
        } else {
          bytes.set(capital, at);
          at += capital.length;
        }
      }
      at -= 1;
      if (capitalize && this.#capitals.length === 0) bytes[start] = capitalOf(bytes[start] as number);
    }
    offsets[count] = at;
  }

  #draw(number: number): number {
    const { skew, salt } = this.#generator;
    const unsigned = hash(number ^ salt) >>> 0;
    if (skew === 1) return unsigned % this.#wordCount;
    const uniform = unsigned * perUnit;
    let product = uniform;
    for (let factor = 1; factor < skew; factor += 1) product *= uniform;
    return Math.floor(product * this.#wordCount);
  }

  #copyWord(index: number, at: number): number {
    if (!this.#table.isSlotted) return this.#table.copyLong(index, this.#view, at);
    const slots = this.#table.words;
    const slot = index << 2;
    for (let word = 0; word < 3; word += 1) this.#view.setInt32(at + 4 * word, slots[slot + 1 + word] as number, true);
    return at + (slots[slot] as number);
  }
}

/** Only a to z have a capital among the bytes; the space of an empty word stays. */
function capitalOf(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - space : byte;
}

function capitalized(word: string): string {
  const [letter = ''] = word;
  return letter.toUpperCase() + word.slice(letter.length);
}
