import type { RecordBatch } from '@weir/engine-core';
import { boolValues } from './column-access.ts';
import type { RowChooser } from './choice-kernel.ts';
import { growUint16 } from './grow.ts';
import type { Failures, Kernel } from './kernel.ts';

/** A failure that rows meet on their way to a choice. */
class ChoiceFailures {
  failures: Failures = null;
  #mask: Uint16Array = new Uint16Array(0);

  reset(): void {
    this.failures = null;
  }

  /** Marks the rows that have chosen nothing yet and for which `operand` failed. */
  addUndecided(operand: Failures, picks: Int32Array, rows: number): void {
    if (operand === null) return;
    if (this.failures === null) {
      this.#mask = growUint16(this.#mask, rows).fill(0, 0, rows);
      this.failures = this.#mask;
    }
    for (let row = 0; row < rows; row += 1) {
      if (picks[row] === undecided && this.#mask[row] === 0) this.#mask[row] = operand[row] as number;
    }
  }
}

const undecided = -1;

/** CASE: the first condition that is TRUE; past the last, the index after it. */
export class CaseChooser implements RowChooser {
  readonly #conditions: readonly Kernel[];
  readonly #met = new ChoiceFailures();

  constructor(conditions: readonly Kernel[]) {
    this.#conditions = conditions;
  }

  get failures(): Failures {
    return this.#met.failures;
  }

  choose(batch: RecordBatch, picks: Int32Array): void {
    const { rowCount } = batch;
    picks.fill(undecided, 0, rowCount);
    this.#met.reset();
    for (const [index, condition] of this.#conditions.entries()) {
      condition.evaluate(batch);
      const values = boolValues(condition.column);
      const { nulls } = condition.column;
      this.#met.addUndecided(condition.failures, picks, rowCount);
      for (let row = 0; row < rowCount; row += 1) {
        if (picks[row] === undecided && values[row] === 1 && (nulls === null || nulls[row] === 0)) picks[row] = index;
      }
    }
    for (let row = 0; row < rowCount; row += 1) if (picks[row] === undecided) picks[row] = this.#conditions.length;
  }
}

/** COALESCE: the first operand that is not NULL, else the last. */
export class CoalesceChooser implements RowChooser {
  readonly #operands: readonly Kernel[];
  readonly #met = new ChoiceFailures();

  constructor(operands: readonly Kernel[]) {
    this.#operands = operands;
  }

  get failures(): Failures {
    return this.#met.failures;
  }

  choose(batch: RecordBatch, picks: Int32Array): void {
    const { rowCount } = batch;
    picks.fill(undecided, 0, rowCount);
    this.#met.reset();
    for (const [index, operand] of this.#operands.entries()) {
      if (operand.constantText === null) operand.evaluate(batch);
      const nulls = operand.constantText === null ? operand.column.nulls : null;
      this.#met.addUndecided(operand.failures, picks, rowCount);
      for (let row = 0; row < rowCount; row += 1) {
        if (picks[row] === undecided && (nulls === null || nulls[row] === 0)) picks[row] = index;
      }
    }
    const last = this.#operands.length - 1;
    for (let row = 0; row < rowCount; row += 1) if (picks[row] === undecided) picks[row] = last;
  }
}
