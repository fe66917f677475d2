import { type Column, type RecordBatch, Utf8Builder } from '@weir/engine-core';
import type { ColumnType } from '@weir/job-spec';
import { boolValues, float64Values, int32Values } from './column-access.ts';
import { growBytes, growInt32, growUint16 } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';
import { emptyColumn, resizeNumbers } from './leaf-kernels.ts';
import { bytesOf, TextOperand } from './text-operand.ts';

/** Decides for each row which of several results is its value. */
export interface RowChooser {
  /** Evaluates what the choice hangs on, and writes into `picks` the index of each row's result. */
  choose(batch: RecordBatch, picks: Int32Array): void;
  /** Failures of what the choice hung on, as far as a row needed it; after `choose`. */
  readonly failures: Failures;
}

export interface ChoiceType {
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** CASE and COALESCE: each row takes one of several results; what the others hold, failures included, does not matter to it. */
export class ChoiceKernel implements Kernel {
  readonly column: Column;
  readonly constantText = null;
  failures: Failures = null;
  readonly #nullable: boolean;
  readonly #chooser: RowChooser;
  readonly #results: readonly Kernel[];
  readonly #texts: readonly TextOperand[];
  readonly #builder = new Utf8Builder();
  #picks: Int32Array = new Int32Array(0);
  #nullBytes: Uint8Array = new Uint8Array(0);
  #failureMask: Uint16Array = new Uint16Array(0);

  constructor({ type, nullable }: ChoiceType, chooser: RowChooser, results: readonly Kernel[]) {
    this.#nullable = nullable;
    this.column = type === 'STRING' ? this.#builder.column : emptyColumn(type);
    this.#chooser = chooser;
    this.#results = results;
    this.#texts = type === 'STRING' ? results.map((result) => new TextOperand(result)) : [];
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#picks = growInt32(this.#picks, rowCount);
    this.#chooser.choose(batch, this.#picks);
    if (this.column.kind === 'utf8') this.#takeTexts(batch);
    else this.#takeNumbers(batch);
    this.column.nulls = this.#takeNulls(rowCount);
    this.failures = this.#takeFailures(rowCount);
  }

  #takeNumbers(batch: RecordBatch): void {
    const { column } = this;
    if (column.kind === 'utf8') return;
    resizeNumbers(column, batch.rowCount);
    for (const [index, result] of this.#results.entries()) {
      result.evaluate(batch);
      const pick = { picks: this.#picks, index, rows: batch.rowCount };
      if (column.kind === 'int32') takeInt32(int32Values(result.column), column.values, pick);
      else if (column.kind === 'float64') takeFloat64(float64Values(result.column), column.values, pick);
      else takeBytes(boolValues(result.column), column.values, pick);
    }
  }

  #takeTexts(batch: RecordBatch): void {
    const { rowCount } = batch;
    const sources = this.#texts.map((text) => text.evaluate(batch));
    const builder = this.#builder;
    builder.reset();
    builder.reserve(
      rowCount,
      sources.reduce((most, source) => most + bytesOf(source, rowCount), 0),
    );
    const { bytes: out, offsets: ends } = builder.column;
    const nullables = this.#results.map((result) => (result.constantText === null ? result.column.nulls : null));
    let end = 0;
    for (let row = 0; row < rowCount; row += 1) {
      const pick = this.#picks[row] as number;
      const source = sources[pick];
      const nulls = nullables[pick];
      if (source !== undefined && (nulls === null || nulls === undefined || nulls[row] === 0)) {
        const { bytes, offsets, stride } = source;
        const to = offsets[row * stride + 1] as number;
        for (let at = offsets[row * stride] as number; at < to; at += 1, end += 1) out[end] = bytes[at] as number;
      }
      ends[row + 1] = end;
    }
    builder.advance(rowCount);
  }

  #takeNulls(rows: number): Uint8Array | null {
    // COALESCE(x, 0): some results have NULLs, but no row takes one.
    if (!this.#nullable) return null;
    if (this.#results.every((result) => result.constantText !== null || result.column.nulls === null)) return null;
    const out = growBytes(this.#nullBytes, rows).fill(0, 0, rows);
    this.#nullBytes = out;
    for (const [index, { column, constantText }] of this.#results.entries()) {
      if (constantText === null && column.nulls !== null)
        takeBytes(column.nulls, out, { picks: this.#picks, index, rows });
    }
    return out;
  }

  #takeFailures(rows: number): Failures {
    const before = this.#chooser.failures;
    if (before === null && this.#results.every((result) => result.failures === null)) return null;
    const out = growUint16(this.#failureMask, rows).fill(0, 0, rows);
    this.#failureMask = out;
    for (const [index, { failures }] of this.#results.entries()) {
      for (let row = 0; failures !== null && row < rows; row += 1) {
        if (this.#picks[row] === index) out[row] = failures[row] as number;
      }
    }
    for (let row = 0; before !== null && row < rows; row += 1) if (before[row] !== 0) out[row] = before[row] as number;
    return out;
  }
}

interface Pick {
  readonly picks: Int32Array;
  readonly index: number;
  readonly rows: number;
}

function takeInt32(source: Int32Array, out: Int32Array, { picks, index, rows }: Pick): void {
  for (let row = 0; row < rows; row += 1) if (picks[row] === index) out[row] = source[row] as number;
}

function takeFloat64(source: Float64Array, out: Float64Array, { picks, index, rows }: Pick): void {
  for (let row = 0; row < rows; row += 1) if (picks[row] === index) out[row] = source[row] as number;
}

function takeBytes(source: Uint8Array, out: Uint8Array, { picks, index, rows }: Pick): void {
  for (let row = 0; row < rows; row += 1) if (picks[row] === index) out[row] = source[row] as number;
}
