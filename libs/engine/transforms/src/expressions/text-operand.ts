import type { RecordBatch } from '@weir/engine-core';
import { utf8Column } from './column-access.ts';
import type { Kernel } from './kernel.ts';

/** Where texts are read from: the rows of a column, or one text that stands for all rows. */
export interface TextRows {
  readonly bytes: Uint8Array;
  /** Row r is bytes[offsets[r * stride] .. offsets[r * stride + 1]). */
  readonly offsets: Int32Array;
  /** 1 for a column, 0 for a constant. */
  readonly stride: 0 | 1;
}

/** Reads a STRING kernel without writing a constant out for every row. */
export class TextOperand {
  readonly kernel: Kernel;
  readonly #constant: TextRows | null;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    const text = kernel.constantText;
    this.#constant = text === null ? null : { bytes: text, offsets: Int32Array.of(0, text.length), stride: 0 };
  }

  evaluate(batch: RecordBatch): TextRows {
    if (this.#constant !== null) return this.#constant;
    this.kernel.evaluate(batch);
    const { bytes, offsets } = utf8Column(this.kernel.column);
    return { bytes, offsets, stride: 1 };
  }
}

/** Bytes of `rows` rows together. */
export function bytesOf({ offsets, stride }: TextRows, rows: number): number {
  const [first = 0, last = 0] = [offsets[0], offsets[stride === 0 ? 1 : rows]];
  return stride === 0 ? rows * (last - first) : last - first;
}
