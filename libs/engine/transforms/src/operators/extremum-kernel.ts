import { batchRowsMax, type Column, type Float64Column, type Int32Column, type ValueArray } from '@weir/engine-core';
import type { ColumnType } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import {
  type AggregateInput,
  type AggregateKernel,
  bytesOf,
  doublesOf,
  numbersOf,
  ResultColumn,
  stateColumn,
} from './aggregate-kernel.ts';

export interface ExtremumOptions {
  /** Name of the result column. */
  readonly aggregate: string;
  readonly function: 'MIN' | 'MAX';
  readonly type: ColumnType;
  /** Whether the argument may be null: then the extremum of no value is null. */
  readonly nullable: boolean;
}

interface ExtremumRows {
  readonly slots: Int32Array;
  readonly seen: Uint8Array;
  readonly resultNulls: Uint8Array;
  readonly rowCount: number;
}

/** `MIN(x)` and `MAX(x)` of numbers and times. NaN is greater than every other number. */
export class ExtremumKernel implements AggregateKernel {
  readonly valueColumns;
  readonly #sign: 1 | -1;
  readonly #result: ResultColumn<Int32Array> | ResultColumn<Float64Array>;
  readonly #nullable: boolean;

  constructor(options: ExtremumOptions) {
    const { aggregate, type, nullable } = options;
    this.#sign = options.function === 'MAX' ? 1 : -1;
    this.#nullable = nullable;
    this.#result =
      type === 'INT'
        ? new ResultColumn(new Int32Array(batchRowsMax))
        : new ResultColumn(new Float64Array(batchRowsMax));
    this.valueColumns = [
      stateColumn(aggregate, options.function === 'MAX' ? 'max' : 'min', { type, initial: 0 }),
      stateColumn(aggregate, 'seen', { type: 'BOOLEAN', initial: 0 }),
    ];
  }

  update({ rowCount, slots, argument, state }: AggregateInput): Column {
    const column = numbersOf(argument);
    const result = this.#result;
    const rows: ExtremumRows = { slots, seen: bytesOf(state[1]), resultNulls: result.nulls, rowCount };
    if (column.kind === 'int32') this.#updateInts(column, state[0], rows);
    else this.#updateDoubles(column, doublesOf(state[0]), rows);
    return result.show({ nulls: this.#nullable ? result.nulls : null });
  }

  #updateInts({ values, nulls }: Int32Column, state: ValueArray | undefined, rows: ExtremumRows): void {
    const { slots, seen, resultNulls, rowCount } = rows;
    const results = this.#result.values;
    const sign = this.#sign;
    invariant(state instanceof Int32Array && results instanceof Int32Array, 'The extremum of INT values is an INT.');
    for (let row = 0; row < rowCount; row += 1) {
      const slot = slots[row] as number;
      if (nulls === null || nulls[row] === 0) {
        const value = values[row] as number;
        if (seen[slot] === 0 || (value - (state[slot] as number)) * sign > 0) state[slot] = value;
        seen[slot] = 1;
      }
      results[row] = state[slot] as number;
      resultNulls[row] = 1 - (seen[slot] as number);
    }
  }

  #updateDoubles({ values, nulls }: Float64Column, state: Float64Array, rows: ExtremumRows): void {
    const { slots, seen, resultNulls, rowCount } = rows;
    const results = this.#result.values;
    const sign = this.#sign;
    for (let row = 0; row < rowCount; row += 1) {
      const slot = slots[row] as number;
      if (nulls === null || nulls[row] === 0) {
        const value = values[row] as number;
        if (seen[slot] === 0 || order(value, state[slot] as number) * sign > 0) state[slot] = value;
        seen[slot] = 1;
      }
      results[row] = state[slot] as number;
      resultNulls[row] = 1 - (seen[slot] as number);
    }
  }
}

/** Positive when `left` is greater; NaN is greater than all others. */
function order(left: number, right: number): number {
  if (left !== left) return right !== right ? 0 : 1;
  if (right !== right) return -1;
  return left > right ? 1 : left < right ? -1 : 0;
}
