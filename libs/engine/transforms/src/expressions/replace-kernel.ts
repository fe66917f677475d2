import { type RecordBatch, type Utf8Column, Utf8Builder } from '@weir/engine-core';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';
import { TextOperand, type TextRows } from './text-operand.ts';
import { widthOf } from './utf8-bytes.ts';

/** REPLACE: every occurrence, from the left, none overlapping; an empty search stands before every code point and at the end. Searching bytes is safe: UTF-8 never begins in the middle of a character. */
export class ReplaceKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #operands: readonly [Kernel, Kernel, Kernel];
  readonly #texts: readonly [TextOperand, TextOperand, TextOperand];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #builder = new Utf8Builder();

  constructor(operands: readonly [Kernel, Kernel, Kernel]) {
    this.#operands = operands;
    const [text, search, replacement] = operands;
    this.#texts = [new TextOperand(text), new TextOperand(search), new TextOperand(replacement)];
  }

  get column(): Utf8Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [text, search, replacement] = this.#texts;
    const sources = {
      text: text.evaluate(batch),
      search: search.evaluate(batch),
      replacement: replacement.evaluate(batch),
    };
    const nulls = this.#nulls.of(this.#operands, rowCount);
    const builder = this.#builder;
    builder.reset();
    for (let row = 0; row < rowCount; row += 1) {
      if (nulls !== null && nulls[row] === 1) builder.appendEmpty();
      else appendReplaced(builder, sources, row);
    }
    builder.column.nulls = nulls;
    this.failures = this.#union.of(this.#operands, rowCount);
  }
}

interface Sources {
  readonly text: TextRows;
  readonly search: TextRows;
  readonly replacement: TextRows;
}

function appendReplaced(builder: Utf8Builder, { text, search, replacement }: Sources, row: number): void {
  const { bytes } = text;
  const [from, to] = spanOf(text, row);
  const [searchFrom, searchTo] = spanOf(search, row);
  const [newFrom, newTo] = spanOf(replacement, row);
  const length = searchTo - searchFrom;
  const newLength = newTo - newFrom;
  // At most so many times as the search fits into the text; an empty one before every byte, at most, and at the end.
  const times = length === 0 ? to - from + 1 : Math.floor((to - from) / length);
  builder.reserve(1, times * Math.max(0, newLength - length) + to - from);
  const { bytes: out, offsets } = builder.column;
  let end = builder.textBytes;
  let at = from;
  while (at < to) {
    if (length === 0) {
      for (let index = newFrom; index < newTo; index += 1, end += 1) out[end] = replacement.bytes[index] as number;
      for (const next = at + widthOf(bytes[at] as number); at < next; at += 1, end += 1) out[end] = bytes[at] as number;
    } else if (at + length <= to && isSame(bytes, at, { bytes: search.bytes, from: searchFrom, length })) {
      for (let index = newFrom; index < newTo; index += 1, end += 1) out[end] = replacement.bytes[index] as number;
      at += length;
    } else {
      out[end] = bytes[at] as number;
      end += 1;
      at += 1;
    }
  }
  if (length === 0) {
    for (let index = newFrom; index < newTo; index += 1, end += 1) out[end] = replacement.bytes[index] as number;
  }
  offsets[builder.rowCount + 1] = end;
  builder.advance(1);
}

function spanOf({ offsets, stride }: TextRows, row: number): readonly [from: number, to: number] {
  return [offsets[row * stride] as number, offsets[row * stride + 1] as number];
}

function isSame(
  bytes: Uint8Array,
  at: number,
  search: { readonly bytes: Uint8Array; readonly from: number; readonly length: number },
): boolean {
  let index = 0;
  while (index < search.length && bytes[at + index] === search.bytes[search.from + index]) index += 1;
  return index === search.length;
}
