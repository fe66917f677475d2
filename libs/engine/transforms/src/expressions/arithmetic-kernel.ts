import type { Float64Column, Int32Column, RecordBatch } from '@weir/engine-core';
import type { ArithmeticOperator } from '@weir/job-spec';
import { bigintLoops, doubleLoops, int32Loops, type Float64Loop } from './arithmetic-loops.ts';
import { float64Values, int32Values, numberAt } from './column-access.ts';
import { growFloat64, growInt32 } from './grow.ts';
import type { Failures, FailureExplanation, FailureSite, Kernel } from './kernel.ts';
import { FailureUnion, NullUnion, OwnFailures } from './row-unions.ts';

export interface BinaryOperands {
  readonly left: Kernel;
  readonly right: Kernel;
}

/** INT op INT. */
export class IntArithmeticKernel implements Kernel, FailureSite {
  readonly column: Int32Column = { kind: 'int32', values: new Int32Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operator: ArithmeticOperator;
  readonly #operands: readonly [Kernel, Kernel];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #own: OwnFailures;

  constructor(operator: ArithmeticOperator, { left, right }: BinaryOperands, mark: number) {
    this.#operator = operator;
    this.#operands = [left, right];
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [left, right] = this.#operands;
    left.evaluate(batch);
    right.evaluate(batch);
    this.column.values = growInt32(this.column.values, rowCount);
    this.column.nulls = this.#nulls.of(this.#operands, rowCount);
    this.#own.reset();
    const [a, b] = [int32Values(left.column), int32Values(right.column)];
    if (int32Loops[this.#operator](a, b, this.column.values, rowCount)) this.#findFailures(rowCount);
    this.failures = this.#own.joinedWith(this.#union.of(this.#operands, rowCount), rowCount);
  }

  explain(row: number): FailureExplanation {
    const [left, right] = this.#operands.map((operand) => numberAt(operand.column, row));
    return explainArithmetic(this.#operator, { left: left ?? 0, right: right ?? 0, type: 'INT' });
  }

  /** A row that is null may hold anything, so only now is it told which rows are out of range. */
  #findFailures(rows: number): void {
    const { nulls } = this.column;
    const [a, b] = this.#operands.map((operand) => int32Values(operand.column));
    for (let row = 0; row < rows; row += 1) {
      if (nulls !== null && nulls[row] === 1) continue;
      const value = compute(this.#operator, a?.[row] ?? 0, b?.[row] ?? 0);
      if (value !== (value | 0)) this.#own.add(row, rows);
    }
  }
}

/** BIGINT op BIGINT, DOUBLE op DOUBLE. */
export class DoubleArithmeticKernel implements Kernel, FailureSite {
  readonly column: Float64Column = { kind: 'float64', values: new Float64Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operator: ArithmeticOperator;
  readonly #loop: Float64Loop;
  readonly #operands: readonly [Kernel, Kernel];
  readonly #nulls = new NullUnion();
  readonly #union = new FailureUnion();
  readonly #own: OwnFailures;

  constructor(
    operator: ArithmeticOperator,
    { left, right }: BinaryOperands,
    { type, mark }: { readonly type: 'BIGINT' | 'DOUBLE'; readonly mark: number },
  ) {
    this.#operator = operator;
    this.#loop = (type === 'BIGINT' ? bigintLoops : doubleLoops)[operator];
    this.#operands = [left, right];
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    const [left, right] = this.#operands;
    left.evaluate(batch);
    right.evaluate(batch);
    this.column.values = growFloat64(this.column.values, rowCount);
    this.column.nulls = this.#nulls.of(this.#operands, rowCount);
    this.#own.reset();
    const isOut = this.#loop(float64Values(left.column), float64Values(right.column), this.column.values, rowCount);
    if (isOut) this.#findFailures(rowCount);
    this.failures = this.#own.joinedWith(this.#union.of(this.#operands, rowCount), rowCount);
  }

  explain(row: number): FailureExplanation {
    const [left, right] = this.#operands.map((operand) => numberAt(operand.column, row));
    return explainArithmetic(this.#operator, { left: left ?? 0, right: right ?? 0, type: 'BIGINT' });
  }

  #findFailures(rows: number): void {
    const { nulls, values } = this.column;
    for (let row = 0; row < rows; row += 1) {
      if (nulls !== null && nulls[row] === 1) continue;
      if (!Number.isSafeInteger(values[row])) this.#own.add(row, rows);
    }
  }
}

function compute(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    case '%':
      return left % right;
  }
}

function explainArithmetic(
  operator: ArithmeticOperator,
  { left, right, type }: { readonly left: number; readonly right: number; readonly type: 'INT' | 'BIGINT' },
): FailureExplanation {
  const detail = `${left} ${operator} ${right}`;
  if ((operator === '/' || operator === '%') && right === 0)
    return { code: 'DIVISION_BY_ZERO', detail: `${detail} divides by zero` };
  const hint = type === 'INT' ? '; CAST an operand AS BIGINT or DOUBLE' : '; CAST an operand AS DOUBLE';
  return { code: 'INTEGER_OUT_OF_RANGE', detail: `${detail} is outside ${type}${hint}` };
}
