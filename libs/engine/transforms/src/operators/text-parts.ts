import { Utf8Builder, type Utf8Column } from '@weir/engine-core';

/** The parts that splitters append: a text column, and for each part the row it came from. */
export class TextParts {
  readonly builder = new Utf8Builder(8192, 8192 * 8);
  /** By part; not filled when no other column is kept. Replaced when it grows. */
  sourceRows = new Int32Array(8192);
  readonly #tracksRows: boolean;

  constructor(options: { readonly tracksRows: boolean }) {
    this.#tracksRows = options.tracksRows;
  }

  get count(): number {
    return this.builder.rowCount;
  }

  reset(): void {
    this.builder.reset();
  }

  /** Makes room for so many parts and bytes more. */
  reserve(parts: number, bytes: number): void {
    this.builder.reserve(parts, bytes);
    const needed = this.builder.rowCount + parts;
    if (needed <= this.sourceRows.length) return;
    const grown = new Int32Array(Math.max(needed, this.sourceRows.length * 2));
    grown.set(this.sourceRows);
    this.sourceRows = grown;
  }

  /** The parts from `first` on came from `row`. */
  markRows(row: number, first: number): void {
    if (!this.#tracksRows) return;
    const { sourceRows, count } = this;
    for (let part = first; part < count; part += 1) sourceRows[part] = row;
  }

  /** The part bytes[from .. to) of row `row`. */
  append(
    bytes: Uint8Array,
    { from, to, row }: { readonly from: number; readonly to: number; readonly row: number },
  ): void {
    this.reserve(1, to - from);
    this.sourceRows[this.count] = row;
    this.builder.appendBytes(bytes, from, to);
  }

  appendText(text: string, row: number): void {
    this.reserve(1, 0);
    this.sourceRows[this.count] = row;
    this.builder.appendText(text);
  }
}

/** Takes texts apart. */
export interface TextSplitter {
  /** Appends the parts of the text in `row`, which is not null. */
  split(texts: Utf8Column, row: number, parts: TextParts): void;
}
