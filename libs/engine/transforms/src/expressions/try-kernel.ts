import type { Column, NullBytes, RecordBatch } from '@weir/engine-core';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/** TRY_CAST: NULL where the conversion itself fails; a row whose operand has failed stays failed. */
export class TryKernel implements Kernel {
  readonly constantText = null;
  readonly #conversion: Kernel;
  readonly #operand: Kernel;
  #column: Column;
  #nulls: Uint8Array = new Uint8Array(0);

  constructor(conversion: Kernel, operand: Kernel) {
    this.#conversion = conversion;
    this.#operand = operand;
    this.#column = conversion.column;
  }

  get column(): Column {
    return this.#column;
  }

  get failures(): Failures {
    return this.#operand.failures;
  }

  evaluate(batch: RecordBatch): void {
    this.#conversion.evaluate(batch);
    const { column, failures } = this.#conversion;
    // The operand's failures alone make no new mask.
    if (failures === null || failures === this.#operand.failures) this.#column = column;
    else this.#column = { ...column, nulls: this.#withFailed(column.nulls, failures, batch.rowCount) };
  }

  #withFailed(nulls: NullBytes, failures: Uint16Array, rows: number): Uint8Array {
    const out = growBytes(this.#nulls, rows);
    this.#nulls = out;
    for (let row = 0; row < rows; row += 1) {
      out[row] = failures[row] !== 0 || (nulls !== null && nulls[row] === 1) ? 1 : 0;
    }
    return out;
  }
}
