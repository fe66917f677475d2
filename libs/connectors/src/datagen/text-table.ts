import { textSlackBytes, type Utf8Column } from '@weir/engine-core';

const slotWords = 4;
/** Texts of at most so many bytes fit a slot: its length and three words. */
const slotTextBytes = 12;

/**
 * Texts that are copied by number, several bytes at a time. When all are short each has a slot of 16 bytes and is copied without
 * a loop; up to 11 bytes behind a text are overwritten then, and belong to what follows. Longer ones are copied as doubles of
 * 8 bytes. A double whose high byte is 0x7f or 0xff may be no number, and those change when they are stored; UTF-8 has no 0xff,
 * and texts with 0x7f (DEL) are copied by 4 bytes.
 */
export class TextTable {
  /** Bytes of the longest text. */
  readonly bytesMax: number;
  readonly isSlotted: boolean;
  /** Slotted: length and three words for each text. Else the words of all texts, one after the other. */
  readonly words: Int32Array;
  /** Index of a text's first word. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly #doubles: Float64Array;
  readonly #hasDoubles: boolean;

  constructor(texts: readonly Uint8Array[]) {
    this.bytesMax = texts.reduce((longest, text) => Math.max(longest, text.length), 0);
    this.isSlotted = this.bytesMax <= slotTextBytes;
    this.lengths = Int32Array.from(texts, (text) => text.length);
    this.starts = new Int32Array(texts.length);
    const wordCounts = texts.map((text) => (this.isSlotted ? slotWords : 2 * Math.ceil(text.length / 8)));
    this.words = new Int32Array(wordCounts.reduce((sum, count) => sum + count, 0));
    this.#doubles = new Float64Array(this.words.buffer);
    this.#hasDoubles = !texts.some((text) => text.includes(0x7f) || text.includes(0xff));
    const bytes = new Uint8Array(this.words.buffer);
    let at = 0;
    for (const [index, text] of texts.entries()) {
      this.starts[index] = at;
      if (this.isSlotted) this.words[at] = text.length;
      bytes.set(text, at * 4 + (this.isSlotted ? 4 : 0));
      at += wordCounts[index] ?? 0;
    }
  }

  static of(texts: readonly string[]): TextTable {
    const encoder = new TextEncoder();
    return new TextTable(texts.map((text) => encoder.encode(text)));
  }

  /** Bytes that a column of so many texts needs, with what a copy may touch behind the last. */
  columnBytes(texts: number): number {
    return texts * this.bytesMax + Math.max(textSlackBytes, slotTextBytes);
  }

  /** Makes the column's first `count` rows the texts of these numbers. The column's bytes are {@link TextTable.columnBytes} long. */
  fill(column: Utf8Column, view: DataView, batch: { readonly indexes: Int32Array; readonly count: number }): void {
    const { indexes, count } = batch;
    const { offsets } = column;
    let at = 0;
    if (this.isSlotted) {
      const { words } = this;
      for (let row = 0; row < count; row += 1) {
        const slot = (indexes[row] as number) << 2;
        offsets[row] = at;
        view.setInt32(at, words[slot + 1] as number, true);
        view.setInt32(at + 4, words[slot + 2] as number, true);
        view.setInt32(at + 8, words[slot + 3] as number, true);
        at += words[slot] as number;
      }
    } else {
      for (let row = 0; row < count; row += 1) {
        offsets[row] = at;
        at = this.copyLong(indexes[row] as number, view, at);
      }
    }
    offsets[count] = at;
  }

  /** Copies a text of a table that is not slotted and returns where it ends. */
  copyLong(index: number, view: DataView, at: number): number {
    const end = at + (this.lengths[index] as number);
    const word = this.starts[index] as number;
    if (this.#hasDoubles) {
      const doubles = this.#doubles;
      for (let to = at, from = word >> 1; to < end; to += 8, from += 1)
        view.setFloat64(to, doubles[from] as number, true);
    } else {
      const { words } = this;
      for (let to = at, from = word; to < end; to += 4, from += 1) view.setInt32(to, words[from] as number, true);
    }
    return end;
  }
}
