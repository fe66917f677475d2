import { textBytesMax, TextLimitError, Utf8Builder, type Utf8Column } from '@weir/engine-core';
import { writeCodePoint } from '../expressions/utf8-bytes.ts';

const encoder = new TextEncoder();
/** Texts of up to so many bytes are copied by a loop: the call of a block copy costs more. */
const SHORT_BYTES = 32;

/** Writes a STRING column row by row, each row in pieces. A row may not become longer than a text may be. */
export class TextWriter {
  readonly #builder = new Utf8Builder();
  /** Where the open row ends so far. */
  #at = 0;

  get column(): Utf8Column {
    return this.#builder.column;
  }

  /** Bytes of the open row so far. */
  get #length(): number {
    return this.#at - this.#builder.textBytes;
  }

  reset(): void {
    this.#builder.reset();
    this.#at = 0;
  }

  /** Adds bytes[from .. to), which are UTF-8, to the open row. */
  copy(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const out = this.room(length);
    const start = this.#at;
    if (length > SHORT_BYTES) out.set(bytes.subarray(from, to), start);
    else for (let at = 0; at < length; at += 1) out[start + at] = bytes[from + at] as number;
    this.#at = start + length;
  }

  write(text: string): void {
    // Three bytes a unit at most; counted only where so many would be too many.
    const most = text.length * 3;
    const out = this.room(most > textBytesMax - this.#length ? Buffer.byteLength(text) : most);
    this.#at += encoder.encodeInto(text, out.subarray(this.#at)).written;
  }

  /** Adds one byte of ASCII. */
  byte(byte: number): void {
    this.room(1)[this.#at] = byte;
    this.#at += 1;
  }

  codePoint(code: number): void {
    this.#at = writeCodePoint(code, this.room(4), this.#at);
  }

  /** Ends the open row, which is empty when nothing was added. */
  close(): void {
    const builder = this.#builder;
    builder.reserve(1, this.#at - builder.textBytes);
    builder.column.offsets[builder.rowCount + 1] = this.#at;
    builder.advance(1);
  }

  /** Ends the open row as an empty one, whatever was added. */
  closeEmpty(): void {
    this.#at = this.#builder.textBytes;
    this.close();
  }

  /** Makes room for so many bytes more in the open row, before they are written: a text that is too long takes no memory. */
  room(bytes: number): Uint8Array {
    const builder = this.#builder;
    const length = this.#length + bytes;
    if (length > textBytesMax) throw new TextLimitError('A text of one row', length, textBytesMax);
    builder.reserve(1, length);
    return builder.column.bytes;
  }
}
