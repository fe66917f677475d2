import type { BoolColumn, Column, Float64Column, Int32Column, Utf8Column } from '@weir/engine-core';
import { formatTimestampText } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** Writes the cells of one column as bytes. Nulls are the row's business. */
export interface CellWriter {
  /** Turns to the column of the next batch. */
  bind(column: Column): void;
  /** No cell of that row takes more bytes. */
  bytesMax(row: number): number;
  /** Writes at `at` and returns where the cell ends. */
  write(row: number, bytes: Uint8Array, at: number): number;
}

const numberBytesMax = 26;
const timestampBytesMax = 32;
const [quote, backslash, comma, lineFeed, carriageReturn, minus, zero] = [34, 92, 44, 10, 13, 45, 48];
const hex = new TextEncoder().encode('0123456789abcdef');
const trueText = new TextEncoder().encode('true');
const falseText = new TextEncoder().encode('false');
const negativeZeroText = new TextEncoder().encode('-0.0');

export class BoolCell implements CellWriter {
  #values: BoolColumn['values'] = new Uint8Array(0);

  bind(column: Column): void {
    invariant(column.kind === 'bool', 'A column keeps its type.');
    this.#values = column.values;
  }

  bytesMax(): number {
    return falseText.length;
  }

  write(row: number, bytes: Uint8Array, at: number): number {
    return copy(this.#values[row] === 1 ? trueText : falseText, bytes, at);
  }
}

export class IntCell implements CellWriter {
  #values: Int32Column['values'] = new Int32Array(0);

  bind(column: Column): void {
    invariant(column.kind === 'int32', 'A column keeps its type.');
    this.#values = column.values;
  }

  bytesMax(): number {
    return numberBytesMax;
  }

  write(row: number, bytes: Uint8Array, at: number): number {
    return writeInteger(this.#values[row] as number, bytes, at);
  }
}

abstract class Float64Cell implements CellWriter {
  protected values: Float64Column['values'] = new Float64Array(0);

  bind(column: Column): void {
    invariant(column.kind === 'float64', 'A column keeps its type.');
    this.values = column.values;
  }

  bytesMax(): number {
    return numberBytesMax;
  }

  abstract write(row: number, bytes: Uint8Array, at: number): number;
}

export class BigintCell extends Float64Cell {
  write(row: number, bytes: Uint8Array, at: number): number {
    return writeInteger(this.values[row] as number, bytes, at);
  }
}

/**
 * A double as JavaScript and JSON write it, with its sign if it is -0.0. What JSON has no number for is written as text: NaN, Infinity,
 * -Infinity.
 */
export class DoubleCell extends Float64Cell {
  readonly #textQuote: string;

  /** `textQuote` stands around a text in place of a number. */
  constructor(textQuote: '"' | '') {
    super();
    this.#textQuote = textQuote;
  }

  write(row: number, bytes: Uint8Array, at: number): number {
    const value = this.values[row] as number;
    if (Object.is(value, -0)) return copy(negativeZeroText, bytes, at);
    if (Number.isSafeInteger(value)) return writeInteger(value, bytes, at);
    return writeAscii(
      Number.isFinite(value) ? String(value) : `${this.#textQuote}${value}${this.#textQuote}`,
      bytes,
      at,
    );
  }
}

/** A time as Flink's formats write it by the SQL standard: 2024-05-01 12:30:15.250. */
export class TimestampCell extends Float64Cell {
  readonly #textQuote: string;

  constructor(textQuote: '"' | '') {
    super();
    this.#textQuote = textQuote;
  }

  override bytesMax(): number {
    return timestampBytesMax;
  }

  write(row: number, bytes: Uint8Array, at: number): number {
    return writeAscii(
      `${this.#textQuote}${formatTimestampText(this.values[row] as number)}${this.#textQuote}`,
      bytes,
      at,
    );
  }
}

abstract class TextCell implements CellWriter {
  protected bytes: Utf8Column['bytes'] = new Uint8Array(0);
  protected offsets: Utf8Column['offsets'] = new Int32Array(1);

  bind(column: Column): void {
    invariant(column.kind === 'utf8', 'A column keeps its type.');
    this.bytes = column.bytes;
    this.offsets = column.offsets;
  }

  bytesMax(row: number): number {
    return 2 + 6 * ((this.offsets[row + 1] as number) - (this.offsets[row] as number));
  }

  abstract write(row: number, bytes: Uint8Array, at: number): number;
}

/** A JSON string: quotes, backslashes and control characters are escaped; all other bytes of the UTF-8 stand as they are. */
export class JsonTextCell extends TextCell {
  write(row: number, target: Uint8Array, at: number): number {
    const { bytes } = this;
    const to = this.offsets[row + 1] as number;
    let end = at;
    target[end++] = quote;
    for (let from = this.offsets[row] as number; from < to; from += 1) {
      const byte = bytes[from] as number;
      if (byte >= 32 && byte !== quote && byte !== backslash) target[end++] = byte;
      else end = writeEscape(byte, target, end);
    }
    target[end++] = quote;
    return end;
  }
}

/** A field as RFC 4180 quotes it. What could be taken for a null is quoted as well: an empty text, and one like \N. */
export class CsvTextCell extends TextCell {
  write(row: number, target: Uint8Array, at: number): number {
    const { bytes } = this;
    const from = this.offsets[row] as number;
    const to = this.offsets[row + 1] as number;
    let end = at;
    let isPlain = from < to && bytes[from] !== backslash;
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index] as number;
      if (byte === quote || byte === comma || byte === lineFeed || byte === carriageReturn) isPlain = false;
      target[end++] = byte;
    }
    if (isPlain) return end;
    end = at;
    target[end++] = quote;
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index] as number;
      if (byte === quote) target[end++] = quote;
      target[end++] = byte;
    }
    target[end++] = quote;
    return end;
  }
}

/** Control character or sign, and the letter that stands for it behind a backslash. */
const shortEscapes: ReadonlyMap<number, number> = new Map([
  [quote, quote],
  [backslash, backslash],
  [8, 98],
  [12, 102],
  [lineFeed, 110],
  [carriageReturn, 114],
  [9, 116],
]);

function writeEscape(byte: number, target: Uint8Array, at: number): number {
  target[at] = backslash;
  const letter = shortEscapes.get(byte);
  if (letter !== undefined) {
    target[at + 1] = letter;
    return at + 2;
  }
  target[at + 1] = 117;
  target[at + 2] = zero;
  target[at + 3] = zero;
  target[at + 4] = hex[byte >> 4] as number;
  target[at + 5] = hex[byte & 15] as number;
  return at + 6;
}

function copy(text: Uint8Array, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text[index] as number;
  return at + text.length;
}

function writeAscii(text: string, bytes: Uint8Array, at: number): number {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** Any integer within ±2^53. */
function writeInteger(value: number, bytes: Uint8Array, at: number): number {
  let end = at;
  let rest = value;
  if (rest < 0) {
    bytes[end++] = minus;
    rest = -rest;
  }
  if (rest < 1e9) return writeDigits(rest, bytes, end + digitsOf(rest));
  const high = Math.floor(rest / 1e9);
  const start = writeDigits(high, bytes, end + digitsOf(high));
  const low = rest - high * 1e9;
  bytes.fill(zero, start, start + 9);
  writeDigits(low, bytes, start + 9);
  return start + 9;
}

/** Writes the digits of a number so that they end at `to`, and returns `to`. */
function writeDigits(value: number, bytes: Uint8Array, to: number): number {
  let rest = value;
  let at = to;
  do {
    const tens = Math.floor(rest / 10);
    at -= 1;
    bytes[at] = zero + rest - tens * 10;
    rest = tens;
  } while (rest > 0);
  return to;
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  return digits;
}
