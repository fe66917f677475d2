import { type RecordBatch, type Utf8Column, Utf8Builder } from '@weir/engine-core';
import { utf8Column } from './column-access.ts';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';
import { TextOperand, type TextRows } from './text-operand.ts';
import { codePointAt, stepBack, widthOf } from './utf8-bytes.ts';

export interface TrimOptions {
  readonly side: 'BOTH' | 'LEADING' | 'TRAILING';
  readonly characters: string;
}

/** TRIM: any of the characters at the ends goes. */
export class TrimKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #characters: ReadonlySet<number>;
  readonly #atStart: boolean;
  readonly #atEnd: boolean;
  readonly #builder = new Utf8Builder();

  constructor(operand: Kernel, { side, characters }: TrimOptions) {
    this.#operand = operand;
    this.#characters = new Set([...characters].map((character) => character.codePointAt(0) ?? 0));
    this.#atStart = side !== 'TRAILING';
    this.#atEnd = side !== 'LEADING';
  }

  get column(): Utf8Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const { bytes, offsets, nulls } = utf8Column(this.#operand.column);
    const builder = this.#builder;
    builder.reset();
    builder.reserve(rowCount, (offsets[rowCount] as number) - (offsets[0] as number));
    for (let row = 0; row < rowCount; row += 1) {
      if (nulls !== null && nulls[row] === 1) {
        builder.appendEmpty();
        continue;
      }
      const end = offsets[row + 1] as number;
      const from = this.#atStart ? this.#trimStart(bytes, offsets[row] as number, end) : (offsets[row] as number);
      builder.appendBytes(bytes, from, this.#atEnd ? this.#trimEnd(bytes, from, end) : end);
    }
    builder.column.nulls = nulls;
    this.failures = this.#operand.failures;
  }

  #trimStart(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && this.#characters.has(codePointAt(bytes, at))) at += widthOf(bytes[at] as number);
    return at < end ? at : end;
  }

  #trimEnd(bytes: Uint8Array, from: number, to: number): number {
    let end = to;
    while (end > from) {
      const before = stepBack(bytes, { at: from, end });
      if (!this.#characters.has(codePointAt(bytes, before))) return end;
      end = before;
    }
    return end;
  }
}

/** REPLACE: every occurrence, from the left, none overlapping. Searching bytes is safe: UTF-8 never begins in the middle of a character. */
export class ReplaceKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #operands: readonly [Kernel, Kernel, Kernel];
  readonly #texts: readonly TextOperand[];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #builder = new Utf8Builder();

  constructor(operands: readonly [Kernel, Kernel, Kernel]) {
    this.#operands = operands;
    this.#texts = operands.map((operand) => new TextOperand(operand));
  }

  get column(): Utf8Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [text, search, replacement] = this.#texts.map((operand) => operand.evaluate(batch));
    const nulls = this.#nulls.of(this.#operands, rowCount);
    this.#builder.reset();
    for (let row = 0; text && search && replacement && row < rowCount; row += 1) {
      if (nulls !== null && nulls[row] === 1) this.#builder.appendEmpty();
      else this.#appendReplaced(sliceOf(text, row), sliceOf(search, row), sliceOf(replacement, row));
    }
    this.#builder.column.nulls = nulls;
    this.failures = this.#union.of(this.#operands, rowCount);
  }

  #appendReplaced(text: Uint8Array, search: Uint8Array, replacement: Uint8Array): void {
    let found = search.length === 0 ? -1 : indexOfBytes(text, search, 0);
    if (found < 0) {
      this.#builder.appendBytes(text, 0, text.length);
      return;
    }
    const pieces: number[] = [];
    let from = 0;
    while (found >= 0) {
      for (let at = from; at < found; at += 1) pieces.push(text[at] as number);
      for (const byte of replacement) pieces.push(byte);
      from = found + search.length;
      found = indexOfBytes(text, search, from);
    }
    for (let at = from; at < text.length; at += 1) pieces.push(text[at] as number);
    this.#builder.appendBytes(Uint8Array.from(pieces), 0, pieces.length);
  }
}

function sliceOf({ bytes, offsets, stride }: TextRows, row: number): Uint8Array {
  return bytes.subarray(offsets[row * stride], offsets[row * stride + 1]);
}

function indexOfBytes(text: Uint8Array, search: Uint8Array, from: number): number {
  const first = search[0] as number;
  const last = text.length - search.length;
  for (let start = text.indexOf(first, from); start >= 0 && start <= last; start = text.indexOf(first, start + 1)) {
    let length = 1;
    while (length < search.length && text[start + length] === search[length]) length += 1;
    if (length === search.length) return start;
  }
  return -1;
}
