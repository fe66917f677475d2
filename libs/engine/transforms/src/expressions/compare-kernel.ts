import type { BoolColumn, RecordBatch } from '@weir/engine-core';
import type { ComparisonOperator } from '@weir/job-spec';
import type { BinaryOperands } from './arithmetic-kernel.ts';
import { boolValues, float64Values, int32Values } from './column-access.ts';
import { boolComparisons, float64Comparisons, int32Comparisons } from './compare-loops.ts';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';

/** Compares numbers, times or truth values of one type. */
export class CompareKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operator: ComparisonOperator;
  readonly #operands: readonly [Kernel, Kernel];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();

  constructor(operator: ComparisonOperator, { left, right }: BinaryOperands) {
    this.#operator = operator;
    this.#operands = [left, right];
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [left, right] = this.#operands;
    left.evaluate(batch);
    right.evaluate(batch);
    this.column.values = growBytes(this.column.values, rowCount);
    this.column.nulls = this.#nulls.of(this.#operands, rowCount);
    this.failures = this.#union.of(this.#operands, rowCount);
    this.#compare(left, right, rowCount);
  }

  #compare(left: Kernel, right: Kernel, rows: number): void {
    const out = this.column.values;
    const operator = this.#operator;
    switch (left.column.kind) {
      case 'int32':
        int32Comparisons[operator](left.column.values, int32Values(right.column), out, rows);
        break;
      case 'float64':
        float64Comparisons[operator](left.column.values, float64Values(right.column), out, rows);
        break;
      default:
        boolComparisons[operator](boolValues(left.column), boolValues(right.column), out, rows);
    }
  }
}
