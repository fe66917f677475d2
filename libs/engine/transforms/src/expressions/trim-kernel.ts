import { type RecordBatch, type Utf8Column, Utf8Builder } from '@weir/engine-core';
import { utf8Column } from './column-access.ts';
import type { Failures, Kernel } from './kernel.ts';
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
  readonly #characters: TrimSet;
  readonly #atStart: boolean;
  readonly #atEnd: boolean;
  readonly #builder = new Utf8Builder();

  constructor(operand: Kernel, { side, characters }: TrimOptions) {
    this.#operand = operand;
    this.#characters = trimSet(characters);
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
    const characters = this.#characters;
    const builder = this.#builder;
    builder.reset();
    builder.reserve(rowCount, (offsets[rowCount] as number) - (offsets[0] as number));
    const { bytes: out, offsets: ends } = builder.column;
    let end = 0;
    for (let row = 0; row < rowCount; row += 1) {
      let from = offsets[row] as number;
      let to = offsets[row + 1] as number;
      if (this.#atStart) from = trimStart(bytes, { at: from, end: to }, characters);
      if (this.#atEnd) to = trimEnd(bytes, { at: from, end: to }, characters);
      for (let at = from; at < to; at += 1, end += 1) out[end] = bytes[at] as number;
      ends[row + 1] = end;
    }
    builder.advance(rowCount);
    builder.column.nulls = nulls;
    this.failures = this.#operand.failures;
  }
}

interface TrimSet {
  /** 1 for each ASCII character that goes. */
  readonly ascii: Uint8Array;
  /** Code points beyond ASCII that go. */
  readonly others: ReadonlySet<number>;
}

function trimSet(characters: string): TrimSet {
  const codes = [...characters].map((character) => character.codePointAt(0) ?? 0);
  const ascii = new Uint8Array(128);
  for (const code of codes) if (code < 128) ascii[code] = 1;
  return { ascii, others: new Set(codes.filter((code) => code >= 128)) };
}

interface TextSpan {
  readonly at: number;
  readonly end: number;
}

function trimStart(bytes: Uint8Array, span: TextSpan, { ascii, others }: TrimSet): number {
  let { at } = span;
  while (at < span.end) {
    const byte = bytes[at] as number;
    if (byte < 128 ? ascii[byte] === 0 : !others.has(codePointAt(bytes, at))) return at;
    at += widthOf(byte);
  }
  return span.end;
}

function trimEnd(bytes: Uint8Array, span: TextSpan, { ascii, others }: TrimSet): number {
  let { end } = span;
  while (end > span.at) {
    const byte = bytes[end - 1] as number;
    const before = byte < 128 ? end - 1 : stepBack(bytes, { at: span.at, end });
    if (byte < 128 ? ascii[byte] === 0 : !others.has(codePointAt(bytes, before))) return end;
    end = before;
  }
  return end;
}
