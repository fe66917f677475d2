import { decodeText, textSlackBytes, type RecordBatch, type Utf8Column, Utf8Builder } from '@weir/engine-core';
import { utf8Column } from './column-access.ts';
import type { Failures, Kernel } from './kernel.ts';
import { CASELESS_FROM, letterCaseTable, NEEDS_TEXT } from './letter-case-table.ts';
import { codePointAt, widthOf, writeCodePoint } from './utf8-bytes.ts';

/** Some byte of the four is not ASCII. */
const NOT_ASCII = 0x80808080 | 0;

/**
 * LOWER and UPPER. A batch of ASCII alone is copied as one stretch and changed four bytes at a time, its offsets shared; otherwise characters
 * are mapped one by one, and the few texts whose characters cannot be (ß in upper case, Σ in lower) go through the platform's mapping.
 */
export class LetterCaseKernel implements Kernel {
  column: Utf8Column = { kind: 'utf8', offsets: new Int32Array(1), bytes: new Uint8Array(textSlackBytes), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #to: 'lower' | 'upper';
  /** The result of an ASCII batch; a multiple of four bytes, so that it can be read as words. */
  #bytes = new Uint8Array(1 << 16);
  #words = new Int32Array(this.#bytes.buffer);
  readonly #ascii: Utf8Column = { kind: 'utf8', offsets: new Int32Array(1), bytes: this.#bytes, nulls: null };
  readonly #builder = new Utf8Builder();

  constructor(operand: Kernel, to: 'lower' | 'upper') {
    this.#operand = operand;
    this.#to = to;
  }

  evaluate(batch: RecordBatch): void {
    this.#operand.evaluate(batch);
    const source = utf8Column(this.#operand.column);
    this.failures = this.#operand.failures;
    if (this.#changeAscii(source, batch.rowCount)) this.column = this.#ascii;
    else {
      this.#changeRows(source, batch.rowCount);
      this.column = this.#builder.column;
    }
    this.column.nulls = source.nulls;
  }

  /** False when a byte is not ASCII; then the result is of no use. */
  #changeAscii(source: Utf8Column, rows: number): boolean {
    const from = source.offsets[0] ?? 0;
    const to = source.offsets[rows] ?? 0;
    // The texts keep their places, so that the offsets need not be written again; whole words around them are changed.
    this.#reserve(to + textSlackBytes);
    this.#bytes.set(source.bytes.subarray(from, to), from);
    const firstWord = from >> 2;
    const endWord = (to + 3) >> 2;
    this.#bytes.fill(0, firstWord << 2, from);
    this.#bytes.fill(0, to, endWord << 2);
    const span = { firstWord, endWord };
    const seen = this.#to === 'lower' ? lowerWords(this.#words, span) : upperWords(this.#words, span);
    this.#ascii.offsets = source.offsets;
    this.#ascii.bytes = this.#bytes;
    return (seen & NOT_ASCII) === 0;
  }

  #reserve(bytes: number): void {
    if (this.#bytes.length >= bytes) return;
    let capacity = this.#bytes.length;
    while (capacity < bytes) capacity *= 2;
    this.#bytes = new Uint8Array(capacity);
    this.#words = new Int32Array(this.#bytes.buffer);
  }

  #changeRows({ bytes, offsets, nulls }: Utf8Column, rows: number): void {
    const builder = this.#builder;
    const table = letterCaseTable(this.#to);
    builder.reset();
    for (let row = 0; row < rows; row += 1) {
      const from = offsets[row] as number;
      const to = offsets[row + 1] as number;
      if (nulls !== null && nulls[row] === 1) builder.appendEmpty();
      else if (!appendMapped(builder, bytes, { from, to, table })) {
        const text = decodeText(bytes, from, to);
        builder.appendText(this.#to === 'lower' ? text.toLowerCase() : text.toUpperCase());
      }
    }
  }
}

/** Maps a text character by character; false, with nothing appended, when a character needs its whole text. */
function appendMapped(
  builder: Utf8Builder,
  bytes: Uint8Array,
  { from, to, table }: { readonly from: number; readonly to: number; readonly table: Uint16Array },
): boolean {
  // A character of two bytes may become one of three.
  builder.reserve(1, 2 * (to - from));
  const { bytes: out, offsets } = builder.column;
  let end = builder.textBytes;
  for (let at = from; at < to; at += widthOf(bytes[at] as number)) {
    const code = codePointAt(bytes, at);
    const mapped = code < CASELESS_FROM ? (code < 0x1_0000 ? (table[code] as number) : NEEDS_TEXT) : code;
    if (mapped === NEEDS_TEXT) return false;
    end = writeCodePoint(mapped, out, end);
  }
  offsets[builder.rowCount + 1] = end;
  builder.advance(1);
  return true;
}

interface WordSpan {
  readonly firstWord: number;
  readonly endWord: number;
}

/*
 * Four letters at a time. For 7-bit bytes b, adding 0x80 - 'A' sets a byte's high bit when b >= 'A', adding 0x7f - 'Z' when b > 'Z', with no
 * carry into the next byte; where just the first is set the byte is a letter, and bit 5 is its case. The loop runs as if all were ASCII; the
 * OR over all words tells afterwards whether that was true.
 */

function lowerWords(words: Int32Array, { firstWord, endWord }: WordSpan): number {
  let seen = 0;
  for (let at = firstWord; at < endWord; at += 1) {
    const word = words[at] as number;
    seen |= word;
    const low = word & 0x7f7f7f7f;
    const isLetter = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & NOT_ASCII;
    words[at] = word | (isLetter >>> 2);
  }
  return seen;
}

function upperWords(words: Int32Array, { firstWord, endWord }: WordSpan): number {
  let seen = 0;
  for (let at = firstWord; at < endWord; at += 1) {
    const word = words[at] as number;
    seen |= word;
    const low = word & 0x7f7f7f7f;
    const isLetter = ((low + 0x1f1f1f1f) ^ (low + 0x05050505)) & NOT_ASCII;
    words[at] = word & ~(isLetter >>> 2);
  }
  return seen;
}
