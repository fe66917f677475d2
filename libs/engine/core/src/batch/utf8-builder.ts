import { PlatformError } from '@weir/kernel';
import { textSlackBytes } from './allocate-batch.ts';
import type { Utf8Column } from './column.ts';

const encoder = new TextEncoder();
// A text may begin with U+FEFF, which a decoder would take for a byte order mark and drop.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of one text at most, and of all texts of one column of a batch. */
export const textBytesMax = 16 * 1024 * 1024;
export const columnTextBytesMax = 256 * 1024 * 1024;

/** An expression made more text than a row, or a batch of rows, may hold: texts that double from operator to operator do. */
export class TextLimitError extends PlatformError<'TEXT_TOO_LARGE'> {
  constructor(what: string, bytes: number, bytesMax: number) {
    const mebibytes = (value: number): string => `${Math.ceil(value / 1024 / 1024)} MiB`;
    const advice = 'Join or repeat less text, or cut it with SUBSTRING first.';
    super(
      'TEXT_TOO_LARGE',
      `${what} would take ${mebibytes(bytes)}, at most ${mebibytes(bytesMax)} are allowed. ${advice}`,
      false,
    );
  }
}

/** The text of a row. Bytes that are not UTF-8 become U+FFFD. */
export function textOf(column: Utf8Column, row: number): string {
  return decodeText(column.bytes, column.offsets[row] as number, column.offsets[row + 1] as number);
}

/** The text of bytes[from .. to). */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 24) return decoder.decode(bytes.subarray(from, to));
  let text = '';
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte > 127) return decoder.decode(bytes.subarray(from, to));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Makes a STRING column row by row; its arrays grow and are used again after {@link Utf8Builder.reset}. */
export class Utf8Builder {
  /** Rows appended so far; the arrays are replaced when they grow. */
  readonly column: Utf8Column;
  #rowCount = 0;
  #end = 0;

  constructor(rows = 1024, textBytes = 16 * rows) {
    this.column = {
      kind: 'utf8',
      offsets: new Int32Array(rows + 1),
      bytes: new Uint8Array(textBytes + textSlackBytes),
      nulls: null,
    };
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Bytes of all rows. */
  get textBytes(): number {
    return this.#end;
  }

  reset(): void {
    this.#rowCount = 0;
    this.#end = 0;
    this.column.offsets[0] = 0;
  }

  /** Makes room for so many rows and bytes more, so that a kernel may write into the arrays itself; see {@link Utf8Builder.advance}. */
  reserve(rows: number, textBytes: number): void {
    const { column } = this;
    if (this.#end + textBytes > columnTextBytesMax) {
      throw new TextLimitError('The texts of one column of a batch', this.#end + textBytes, columnTextBytesMax);
    }
    if (this.#rowCount + rows + 1 > column.offsets.length) {
      const grown = new Int32Array(Math.max(this.#rowCount + rows + 1, column.offsets.length * 2));
      grown.set(column.offsets);
      column.offsets = grown;
    }
    if (this.#end + textBytes + textSlackBytes > column.bytes.length) {
      const grown = new Uint8Array(Math.max(this.#end + textBytes + textSlackBytes, column.bytes.length * 2));
      grown.set(column.bytes);
      column.bytes = grown;
    }
  }

  /** Takes over rows that were written into the arrays directly: their offsets are set, the last one is the new end. */
  advance(rows: number): void {
    const { offsets } = this.column;
    for (let row = this.#rowCount; row < this.#rowCount + rows; row += 1) {
      const bytes = (offsets[row + 1] as number) - (offsets[row] as number);
      if (bytes > textBytesMax) throw new TextLimitError('A text of one row', bytes, textBytesMax);
    }
    this.#rowCount += rows;
    this.#end = this.column.offsets[this.#rowCount] as number;
  }

  appendText(text: string): void {
    this.reserve(1, text.length * 3);
    this.#close(encoder.encodeInto(text, this.column.bytes.subarray(this.#end)).written);
  }

  /** Appends bytes[from .. to), which must be UTF-8. */
  appendBytes(bytes: Uint8Array, from: number, to: number): void {
    this.reserve(1, to - from);
    const target = this.column.bytes;
    if (to - from > 64) target.set(bytes.subarray(from, to), this.#end);
    else for (let at = from, end = this.#end; at < to; at += 1, end += 1) target[end] = bytes[at] as number;
    this.#close(to - from);
  }

  /** Appends an empty text, as the value of a null is. */
  appendEmpty(): void {
    this.reserve(1, 0);
    this.#close(0);
  }

  #close(length: number): void {
    if (length > textBytesMax) throw new TextLimitError('A text of one row', length, textBytesMax);
    this.#end += length;
    this.#rowCount += 1;
    this.column.offsets[this.#rowCount] = this.#end;
  }
}
