import type { BoolColumn, RecordBatch } from '@weir/engine-core';
import { float64Values, int32Values, utf8Column } from './column-access.ts';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/** Lists up to this long are searched from front to back, which is faster than hashing. */
const SHORT_LIST = 8;

/** `x IN (1, 2, 3)` with numbers that are written out. Other lists become ORs of comparisons. */
export class InNumbersKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #items: Float64Array;
  readonly #set: ReadonlySet<number>;

  constructor(operand: Kernel, items: readonly number[]) {
    this.#operand = operand;
    this.#items = Float64Array.from(items);
    this.#set = new Set(items);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const { column } = this.#operand;
    const out = growBytes(this.column.values, rowCount);
    if (column.kind === 'int32') this.#findInts(int32Values(column), out, rowCount);
    else this.#findDoubles(float64Values(column), out, rowCount);
    this.column.values = out;
    this.column.nulls = column.nulls;
    this.failures = this.#operand.failures;
  }

  #findInts(values: Int32Array, out: Uint8Array, rows: number): void {
    if (this.#items.length > SHORT_LIST) {
      for (let row = 0; row < rows; row += 1) out[row] = this.#set.has(values[row] as number) ? 1 : 0;
      return;
    }
    out.fill(0, 0, rows);
    for (const item of this.#items) {
      for (let row = 0; row < rows; row += 1) if (values[row] === item) out[row] = 1;
    }
  }

  #findDoubles(values: Float64Array, out: Uint8Array, rows: number): void {
    out.fill(0, 0, rows);
    if (this.#items.length <= SHORT_LIST) {
      for (const item of this.#items) {
        for (let row = 0; row < rows; row += 1) if (values[row] === item) out[row] = 1;
      }
      return;
    }
    // A set finds NaN, which equals nothing in SQL; no literal is NaN, so there is none in the set.
    for (let row = 0; row < rows; row += 1) out[row] = this.#set.has(values[row] as number) ? 1 : 0;
  }
}

/** `x IN ('a', 'b')` with texts that are written out. */
export class InTextsKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  /** By length in bytes: most rows are told from all items by their length. */
  readonly #itemsByLength = new Map<number, Uint8Array[]>();

  constructor(operand: Kernel, items: readonly string[]) {
    this.#operand = operand;
    const encoder = new TextEncoder();
    for (const item of new Set(items)) {
      const bytes = encoder.encode(item);
      const sameLength = this.#itemsByLength.get(bytes.length);
      if (sameLength) sameLength.push(bytes);
      else this.#itemsByLength.set(bytes.length, [bytes]);
    }
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const { bytes, offsets, nulls } = utf8Column(this.#operand.column);
    const out = growBytes(this.column.values, rowCount).fill(0, 0, rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      const from = offsets[row] as number;
      const candidates = this.#itemsByLength.get((offsets[row + 1] as number) - from);
      if (candidates === undefined) continue;
      for (const candidate of candidates) if (isAt(bytes, from, candidate)) out[row] = 1;
    }
    this.column.values = out;
    this.column.nulls = nulls;
    this.failures = this.#operand.failures;
  }
}

function isAt(bytes: Uint8Array, from: number, item: Uint8Array): boolean {
  let at = 0;
  while (at < item.length && bytes[from + at] === item[at]) at += 1;
  return at === item.length;
}
