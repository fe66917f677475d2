import type { BoolColumn, RecordBatch } from '@weir/engine-core';
import type { ComparisonOperator } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';
import type { BinaryOperands } from './arithmetic-kernel.ts';
import { growBytes } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion } from './row-unions.ts';
import { TextOperand, type TextRows } from './text-operand.ts';

/** Compares texts by their UTF-8 bytes, which is the order of their code points. */
export class CompareTextKernel implements Kernel {
  readonly column: BoolColumn = { kind: 'bool', values: new Uint8Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operator: ComparisonOperator;
  readonly #left: TextOperand;
  readonly #right: TextOperand;
  readonly #operands: readonly [Kernel, Kernel];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  /** -1, 0 or 1 for each row; only operators that order need it. */
  #order: Int32Array = new Int32Array(0);

  constructor(operator: ComparisonOperator, { left, right }: BinaryOperands) {
    this.#operator = operator;
    this.#left = new TextOperand(left);
    this.#right = new TextOperand(right);
    this.#operands = [left, right];
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [left, right] = [this.#left.evaluate(batch), this.#right.evaluate(batch)];
    this.column.values = growBytes(this.column.values, rowCount);
    this.column.nulls = this.#nulls.of(this.#operands, rowCount);
    this.failures = this.#union.of(this.#operands, rowCount);
    const out = this.column.values;
    switch (this.#operator) {
      case '=':
        markEqual(left, right, { out, rows: rowCount, whenEqual: 1 });
        break;
      case '<>':
        markEqual(left, right, { out, rows: rowCount, whenEqual: 0 });
        break;
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#compareOrder(left, right, rowCount);
        break;
      default:
        assertNever(this.#operator);
    }
  }

  #compareOrder(left: TextRows, right: TextRows, rows: number): void {
    if (this.#order.length < rows) this.#order = new Int32Array(this.column.values.length);
    order(left, right, this.#order, rows);
    const out = this.column.values;
    const isLess = this.#operator.startsWith('<');
    const atEqual = this.#operator.endsWith('=') ? 1 : 0;
    const wanted = isLess ? -1 : 1;
    for (let row = 0; row < rows; row += 1) {
      const sign = this.#order[row] as number;
      out[row] = sign === 0 ? atEqual : sign === wanted ? 1 : 0;
    }
  }
}

function markEqual(
  left: TextRows,
  right: TextRows,
  { out, rows, whenEqual }: { readonly out: Uint8Array; readonly rows: number; readonly whenEqual: 0 | 1 },
): void {
  const { bytes: a, offsets: aOffsets, stride: aStride } = left;
  const { bytes: b, offsets: bOffsets, stride: bStride } = right;
  for (let row = 0; row < rows; row += 1) {
    const from = aOffsets[row * aStride] as number;
    const to = aOffsets[row * aStride + 1] as number;
    let other = bOffsets[row * bStride] as number;
    let isEqual = to - from === (bOffsets[row * bStride + 1] as number) - other;
    for (let at = from; isEqual && at < to; at += 1, other += 1) isEqual = a[at] === b[other];
    out[row] = isEqual ? whenEqual : 1 - whenEqual;
  }
}

function order(left: TextRows, right: TextRows, out: Int32Array, rows: number): void {
  const { bytes: a, offsets: aOffsets, stride: aStride } = left;
  const { bytes: b, offsets: bOffsets, stride: bStride } = right;
  for (let row = 0; row < rows; row += 1) {
    const from = aOffsets[row * aStride] as number;
    const other = bOffsets[row * bStride] as number;
    const length = (aOffsets[row * aStride + 1] as number) - from;
    const otherLength = (bOffsets[row * bStride + 1] as number) - other;
    const shared = length < otherLength ? length : otherLength;
    let sign = 0;
    for (let at = 0; sign === 0 && at < shared; at += 1) sign = (a[from + at] as number) - (b[other + at] as number);
    out[row] = Math.sign(sign === 0 ? length - otherLength : sign);
  }
}
