import { textSlackBytes, type Utf8Column } from '@weir/engine-core';
import type { ColumnKernel } from './column-kernel.ts';
import { drawInts, type Draw } from './draw-indexes.ts';
import type { RowNumbers } from './split-cursor.ts';

const groupSize = 10_000;
/** The four digits of each number below 10 000 as one little-endian word: with zeros in front, and with the digits first. */
const padded = new Int32Array(groupSize);
const leading = new Int32Array(groupSize);
const leadingDigits = new Int32Array(groupSize);
for (let number = 0; number < groupSize; number += 1) {
  const digits = String(number);
  padded[number] = wordOf(digits.padStart(4, '0'));
  leading[number] = wordOf(digits.padEnd(4, '0'));
  leadingDigits[number] = digits.length;
}

/** A fixed text followed by the drawn number, which is below 10^8: the usual key. Digits are written four at a time. */
export class PrefixedNumberKernel implements ColumnKernel {
  readonly textBytesMax: number;
  readonly #prefixBytes: number;
  readonly #prefix: Int32Array;
  readonly #draw: Draw;
  #indexes = new Int32Array(0);
  #column: Utf8Column = { kind: 'utf8', offsets: new Int32Array(1), bytes: new Uint8Array(0), nulls: null };
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(prefix: string, draw: Draw) {
    const bytes = new TextEncoder().encode(prefix);
    this.#prefixBytes = bytes.length;
    this.#prefix = new Int32Array(Math.ceil(bytes.length / 4));
    new Uint8Array(this.#prefix.buffer).set(bytes);
    this.#draw = draw;
    this.textBytesMax = bytes.length + 8;
  }

  allocate(rows: number): Utf8Column {
    this.#indexes = new Int32Array(rows);
    const bytes = new Uint8Array(rows * this.textBytesMax + textSlackBytes);
    this.#column = { kind: 'utf8', offsets: new Int32Array(rows + 1), bytes, nulls: null };
    this.#view = new DataView(bytes.buffer);
    return this.#column;
  }

  fill({ low }: RowNumbers, count: number): void {
    const indexes = this.#indexes;
    drawInts(this.#draw, 0, { low, count, out: indexes });
    const { offsets } = this.#column;
    const view = this.#view;
    const prefix = this.#prefix;
    const prefixBytes = this.#prefixBytes;
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      offsets[row] = at;
      for (let word = 0; word < prefix.length; word += 1) view.setInt32(at + 4 * word, prefix[word] as number, true);
      at += prefixBytes;
      const number = indexes[row] as number;
      if (number < groupSize) {
        view.setInt32(at, leading[number] as number, true);
        at += leadingDigits[number] as number;
      } else {
        const high = (number / groupSize) | 0;
        view.setInt32(at, leading[high] as number, true);
        at += leadingDigits[high] as number;
        view.setInt32(at, padded[number - high * groupSize] as number, true);
        at += 4;
      }
    }
    offsets[count] = at;
  }
}

function wordOf(digits: string): number {
  return [...digits].reduce((word, digit, at) => word | (digit.charCodeAt(0) << (8 * at)), 0);
}
