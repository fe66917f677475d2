import { type Int32Column, type RecordBatch, type Utf8Column, Utf8Builder } from '@weir/engine-core';
import { int32Values, utf8Column } from './column-access.ts';
import { growBytes, growInt32 } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';
import { bytesOf, TextOperand } from './text-operand.ts';
import { countCodePoints, skipForward } from './utf8-bytes.ts';

/** CHAR_LENGTH in code points. */
export class CharLengthKernel implements Kernel {
  readonly column: Int32Column = { kind: 'int32', values: new Int32Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;

  constructor(operand: Kernel) {
    this.#operand = operand;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const { bytes, offsets, nulls } = utf8Column(this.#operand.column);
    const out = growInt32(this.column.values, rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      out[row] = countCodePoints(bytes, offsets[row] as number, offsets[row + 1] as number);
    }
    this.column.values = out;
    this.column.nulls = nulls;
    this.failures = this.#operand.failures;
  }
}

/** CONCAT and ||. */
export class ConcatKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #parts: readonly TextOperand[];
  readonly #operands: readonly Kernel[];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #builder = new Utf8Builder();

  constructor(operands: readonly Kernel[]) {
    this.#operands = operands;
    this.#parts = operands.map((operand) => new TextOperand(operand));
  }

  get column(): Utf8Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const parts = this.#parts.map((part) => part.evaluate(batch));
    const builder = this.#builder;
    builder.reset();
    builder.reserve(
      rowCount,
      parts.reduce((total, part) => total + bytesOf(part, rowCount), 0),
    );
    const nulls = this.#nulls.of(this.#operands, rowCount);
    const { bytes: out, offsets: ends } = builder.column;
    let end = 0;
    for (let row = 0; row < rowCount; row += 1) {
      if (nulls === null || nulls[row] === 0) {
        for (const { bytes, offsets, stride } of parts) {
          const from = offsets[row * stride] as number;
          end = copyText(bytes, { from, to: offsets[row * stride + 1] as number }, { out, end });
        }
      }
      ends[row + 1] = end;
    }
    builder.advance(rowCount);
    builder.column.nulls = nulls;
    this.failures = this.#union.of(this.#operands, rowCount);
  }
}

/** SUBSTRING by code points from 1. A start below 0 counts from the end; a length below 0 makes NULL. */
export class SubstringKernel implements Kernel {
  readonly constantText = null;
  failures: Failures = null;
  readonly #text: Kernel;
  readonly #start: Kernel;
  readonly #length: Kernel | null;
  readonly #operands: readonly Kernel[];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #builder = new Utf8Builder();
  #ownNulls: Uint8Array = new Uint8Array(0);

  constructor(text: Kernel, start: Kernel, length: Kernel | null) {
    this.#text = text;
    this.#start = start;
    this.#length = length;
    this.#operands = length === null ? [text, start] : [text, start, length];
  }

  get column(): Utf8Column {
    return this.#builder.column;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    for (const operand of this.#operands) operand.evaluate(batch);
    const { bytes, offsets } = utf8Column(this.#text.column);
    const starts = int32Values(this.#start.column);
    const lengths = this.#length === null ? null : int32Values(this.#length.column);
    const nulls = this.#withNegativeLengths(this.#nulls.of(this.#operands, rowCount), lengths, rowCount);
    const builder = this.#builder;
    builder.reset();
    builder.reserve(rowCount, (offsets[rowCount] as number) - (offsets[0] as number));
    const { bytes: out, offsets: ends } = builder.column;
    let end = 0;
    for (let row = 0; row < rowCount; row += 1) {
      if (nulls === null || nulls[row] === 0) {
        const text = { at: offsets[row] as number, end: offsets[row + 1] as number };
        const from = startOf(bytes, text, starts[row] as number);
        const to =
          lengths === null ? text.end : skipForward(bytes, { at: from, end: text.end }, lengths[row] as number);
        end = copyText(bytes, { from, to }, { out, end });
      }
      ends[row + 1] = end;
    }
    builder.advance(rowCount);
    builder.column.nulls = nulls;
    this.failures = this.#union.of(this.#operands, rowCount);
  }

  #withNegativeLengths(nulls: Uint8Array | null, lengths: Int32Array | null, rows: number): Uint8Array | null {
    if (lengths === null) return nulls;
    let hasNegative = false;
    for (let row = 0; row < rows; row += 1) if ((lengths[row] as number) < 0) hasNegative = true;
    if (!hasNegative) return nulls;
    const out = growBytes(this.#ownNulls, rows);
    this.#ownNulls = out;
    for (let row = 0; row < rows; row += 1) {
      out[row] = (lengths[row] as number) < 0 || (nulls !== null && nulls[row] === 1) ? 1 : 0;
    }
    return out;
  }
}

/** Where a SUBSTRING begins; the text's end when it begins outside. */
function startOf(bytes: Uint8Array, text: { readonly at: number; readonly end: number }, start: number): number {
  if (start > 0) return skipForward(bytes, text, start - 1);
  if (start === 0) return text.at;
  const count = countCodePoints(bytes, text.at, text.end) + start;
  return count < 0 ? text.end : skipForward(bytes, text, count);
}

/** Texts of up to so many bytes are copied by a loop: the call of a block copy costs more. */
const SHORT_BYTES = 32;

/** Copies bytes[from .. to) to `end` of `out`, and returns the new end. */
function copyText(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { out, end }: { readonly out: Uint8Array; readonly end: number },
): number {
  const length = to - from;
  if (length > SHORT_BYTES) out.set(bytes.subarray(from, to), end);
  else for (let at = 0; at < length; at += 1) out[end + at] = bytes[from + at] as number;
  return end + length;
}
