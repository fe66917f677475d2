import type { BoolColumn, RecordBatch } from '@weir/engine-core';
import { boolValues } from './column-access.ts';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/** NOT: NULL stays NULL. */
export class NotKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;

  constructor(operand: Kernel) {
    this.#operand = operand;
  }

  evaluate(batch: RecordBatch): void {
    this.#operand.evaluate(batch);
    const values = boolValues(this.#operand.column);
    const out = growBytes(this.column.values, batch.rowCount);
    for (let row = 0; row < batch.rowCount; row += 1) out[row] = 1 - (values[row] as number);
    this.column.values = out;
    this.column.nulls = this.#operand.column.nulls;
    this.failures = this.#operand.failures;
  }
}

/** IS NULL and IS NOT NULL, of any type. */
export class IsNullKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #whenNull: 0 | 1;

  constructor(operand: Kernel, whenNull: 0 | 1) {
    this.#operand = operand;
    this.#whenNull = whenNull;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const out = growBytes(this.column.values, rowCount);
    this.column.values = out;
    this.failures = this.#operand.failures;
    const { nulls } = this.#operand.column;
    const whenNot = 1 - this.#whenNull;
    if (nulls === null) out.fill(whenNot, 0, rowCount);
    else if (this.#whenNull === 1) out.set(nulls.subarray(0, rowCount));
    else for (let row = 0; row < rowCount; row += 1) out[row] = 1 - (nulls[row] as number);
  }
}

/** IS [NOT] TRUE and IS [NOT] FALSE. */
export class IsTruthKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #truth: number;
  readonly #whenSo: number;

  constructor(operand: Kernel, test: { readonly truth: boolean; readonly isNegated: boolean }) {
    this.#operand = operand;
    this.#truth = test.truth ? 1 : 0;
    this.#whenSo = test.isNegated ? 0 : 1;
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const values = boolValues(this.#operand.column);
    const { nulls } = this.#operand.column;
    const out = growBytes(this.column.values, rowCount);
    this.column.values = out;
    this.failures = this.#operand.failures;
    const [truth, whenSo, whenNot] = [this.#truth, this.#whenSo, 1 - this.#whenSo];
    for (let row = 0; row < rowCount; row += 1) out[row] = values[row] === truth ? whenSo : whenNot;
    if (nulls === null) return;
    for (let row = 0; row < rowCount; row += 1) if (nulls[row] === 1) out[row] = whenNot;
  }
}
