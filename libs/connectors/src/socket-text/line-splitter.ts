import { isUtf8 } from 'node:buffer';
import { batchRowsTarget, decodeText, textSlackBytes, type Utf8Column } from '@weir/engine-core';
import { SocketTextError } from './socket-text-error.ts';

/** A line may have so many bytes. */
export const lineBytesMax = 1_048_576;
/** A batch is full when its lines have so many bytes. */
const batchBytes = 262_144;
const carriageReturn = 13;

/**
 * Cuts bytes into lines, straight into a text column. The bytes behind the last delimiter wait at the end of the column's bytes for the
 * rest of their line, so that no byte is looked at twice.
 */
export class LineSplitter {
  readonly column: Utf8Column = {
    kind: 'utf8',
    offsets: new Int32Array(batchRowsTarget + 1),
    bytes: new Uint8Array(2 * batchBytes),
    nulls: null,
  };
  readonly #delimiter: Uint8Array;
  readonly #dropsCarriageReturn: boolean;
  #rowCount = 0;
  /** Where the unfinished line begins: the end of the last row. */
  #lineStart = 0;
  #end = 0;

  constructor(delimiter: string) {
    this.#delimiter = new TextEncoder().encode(delimiter);
    this.#dropsCarriageReturn = delimiter === '\n';
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  get isFull(): boolean {
    return this.#rowCount === batchRowsTarget || this.#lineStart >= batchBytes;
  }

  /** Takes chunk[from ..) until the batch is full, and returns where it stopped. */
  take(chunk: Uint8Array, from: number): number {
    this.#reserve(Math.min(chunk.length - from, batchBytes + this.#delimiter.length));
    return this.#delimiter.length === 1 ? this.#takeByByte(chunk, from) : this.#takeByText(chunk, from);
  }

  /** Makes the unfinished line a row, when there is one: the end of the stream ends it. */
  endLine(): void {
    if (this.#end > this.#lineStart) this.#closeRow(this.#end);
  }

  /** Forgets the unfinished line and returns its length: its rest will not come. */
  dropLine(): number {
    const dropped = this.#end - this.#lineStart;
    this.#end = this.#lineStart;
    return dropped;
  }

  /** Replaces what is not UTF-8 by U+FFFD, as a decoder would. To be called before the rows are lent out. */
  repair(): void {
    const { bytes, offsets } = this.column;
    if (this.#rowCount === 0 || isUtf8(bytes.subarray(0, this.#lineStart))) return;
    const encoder = new TextEncoder();
    const texts = Array.from({ length: this.#rowCount }, (_, row) =>
      encoder.encode(decodeText(bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0)),
    );
    const rest = bytes.slice(this.#lineStart, this.#end);
    const total = texts.reduce((sum, text) => sum + text.length, 0);
    if (total + rest.length + textSlackBytes > bytes.length) {
      this.column.bytes = new Uint8Array(total + rest.length + batchBytes);
    }
    let at = 0;
    for (const [row, text] of texts.entries()) {
      this.column.bytes.set(text, at);
      at += text.length;
      offsets[row + 1] = at;
    }
    this.column.bytes.set(rest, at);
    this.#lineStart = at;
    this.#end = at + rest.length;
  }

  /** Begins the next batch with the unfinished line. */
  reset(): void {
    this.column.bytes.copyWithin(0, this.#lineStart, this.#end);
    this.#end -= this.#lineStart;
    this.#lineStart = 0;
    this.#rowCount = 0;
  }

  #takeByByte(chunk: Uint8Array, from: number): number {
    const { bytes } = this.column;
    const delimiter = this.#delimiter[0] as number;
    const room = bytes.length - textSlackBytes;
    let end = this.#end;
    let at = from;
    for (; at < chunk.length && end < room; at += 1) {
      const byte = chunk[at] as number;
      if (byte !== delimiter) {
        bytes[end] = byte;
        end += 1;
        continue;
      }
      this.#closeRow(end);
      end = this.#end;
      if (this.isFull) {
        at += 1;
        break;
      }
    }
    this.#end = end;
    this.#requireShort(this.#end);
    return at;
  }

  #takeByText(chunk: Uint8Array, from: number): number {
    const { bytes } = this.column;
    const delimiter = this.#delimiter;
    const last = delimiter[delimiter.length - 1];
    const room = bytes.length - textSlackBytes;
    let at = from;
    while (at < chunk.length && this.#end < room) {
      const byte = chunk[at] as number;
      at += 1;
      bytes[this.#end] = byte;
      this.#end += 1;
      if (byte !== last || !this.#endsWithDelimiter()) continue;
      this.#closeRow(this.#end - delimiter.length);
      if (this.isFull) break;
    }
    this.#requireShort(this.#end);
    return at;
  }

  #endsWithDelimiter(): boolean {
    const start = this.#end - this.#delimiter.length;
    if (start < this.#lineStart) return false;
    const { bytes } = this.column;
    return this.#delimiter.every((byte, index) => bytes[start + index] === byte);
  }

  #closeRow(lineEnd: number): void {
    this.#requireShort(lineEnd);
    const { bytes, offsets } = this.column;
    const hasReturn = this.#dropsCarriageReturn && lineEnd > this.#lineStart && bytes[lineEnd - 1] === carriageReturn;
    const end = hasReturn ? lineEnd - 1 : lineEnd;
    this.#rowCount += 1;
    offsets[this.#rowCount] = end;
    this.#lineStart = end;
    this.#end = end;
  }

  #reserve(more: number): void {
    const wanted = this.#end + more + textSlackBytes;
    const { bytes } = this.column;
    if (wanted <= bytes.length) return;
    const grown = new Uint8Array(Math.max(wanted, 2 * bytes.length));
    grown.set(bytes.subarray(0, this.#end));
    this.column.bytes = grown;
  }

  #requireShort(lineEnd: number): void {
    const length = lineEnd - this.#lineStart;
    if (length <= lineBytesMax) return;
    const beginning = decodeText(this.column.bytes, this.#lineStart, this.#lineStart + 80);
    throw new SocketTextError(
      'LINE_TOO_LONG',
      `A line has more than ${lineBytesMax} bytes; it begins with ${JSON.stringify(beginning)}. Check the delimiter, or send shorter lines.`,
    );
  }
}
