import { batchRowsMax, type Column, type Float64Column, type Int32Column } from '@weir/engine-core';
import { EvaluationError } from '../expressions/evaluation-error.ts';
import {
  type AggregateInput,
  type AggregateKernel,
  bytesOf,
  doublesOf,
  numbersOf,
  ResultColumn,
  stateColumn,
} from './aggregate-kernel.ts';

export interface SumOptions {
  /** Name of the result column. */
  readonly aggregate: string;
  readonly type: 'BIGINT' | 'DOUBLE';
  /** Whether the argument may be null: then the sum of no value is null. */
  readonly nullable: boolean;
}

interface SumRows {
  readonly slots: Int32Array;
  readonly sums: Float64Array;
  readonly results: Float64Array;
  readonly rowCount: number;
}

/** The greatest whole number that a double holds next to all smaller ones. */
const integerMax = Number.MAX_SAFE_INTEGER;
const int32Max = 2 ** 31;

/** `SUM(x)`. A sum of whole numbers outside ±2^53 is an error. */
export class SumKernel implements AggregateKernel {
  readonly valueColumns;
  readonly #options: SumOptions;
  readonly #result = new ResultColumn(new Float64Array(batchRowsMax));
  readonly #headroom = new SumHeadroom();

  constructor(options: SumOptions) {
    const { aggregate, type, nullable } = options;
    const sum = stateColumn(aggregate, 'sum', { type, initial: 0 });
    this.#options = options;
    this.valueColumns = nullable ? [sum, stateColumn(aggregate, 'seen', { type: 'BOOLEAN', initial: 0 })] : [sum];
  }

  update({ rowCount, slots, argument, state, size }: AggregateInput): Column {
    const column = numbersOf(argument);
    const sums = doublesOf(state[0]);
    const rows: SumRows = { slots, sums, results: this.#result.values, rowCount };
    if (this.#options.nullable) {
      const nulls = this.#sumNullable(column, bytesOf(state[1]), rows);
      return this.#result.show({ nulls });
    }
    if (column.kind === 'float64') sumDoubles(column.values, rows);
    else if (this.#headroom.covers(rowCount, sums, size)) {
      sumInts(column.values, rows);
      return this.#result.show({ nulls: null });
    } else sumInts(column.values, rows);
    this.#check(rows);
    return this.#result.show({ nulls: null });
  }

  #sumNullable(column: Int32Column | Float64Column, seen: Uint8Array, rows: SumRows): Uint8Array {
    const { slots, sums, results, rowCount } = rows;
    const { values, nulls } = column;
    const resultNulls = this.#result.nulls;
    for (let row = 0; row < rowCount; row += 1) {
      const slot = slots[row] as number;
      if (nulls === null || nulls[row] === 0) {
        sums[slot] = (sums[slot] as number) + (values[row] as number);
        seen[slot] = 1;
      }
      results[row] = sums[slot] as number;
      resultNulls[row] = 1 - (seen[slot] as number);
    }
    this.#check(rows);
    return resultNulls;
  }

  /** A sum that has left the range was in it before this batch, so it shows in the batch's results. */
  #check({ results, rowCount }: SumRows): void {
    if (this.#options.type === 'DOUBLE') return;
    for (let row = 0; row < rowCount; row += 1) {
      const sum = results[row] as number;
      if (sum > integerMax || sum < -integerMax) {
        throw new EvaluationError(
          'INTEGER_OUT_OF_RANGE',
          `The sum "${this.#options.aggregate}" of a key left ±2^53: it came to ${sum}. Sum a DOUBLE instead.`,
        );
      }
    }
  }
}

/** Knows for how many more INT values no sum can leave the range, so that most batches need no check of their own. */
class SumHeadroom {
  #rows = 0;
  #isExhausted = false;

  covers(rowCount: number, sums: Float64Array, size: number): boolean {
    if (this.#isExhausted) return false;
    if (this.#rows < rowCount) {
      this.#rows = Math.floor((integerMax - greatest(sums, size)) / int32Max);
      // Looking at all sums again and again would cost more than checking the rows.
      this.#isExhausted = this.#rows < batchRowsMax + size;
      if (this.#isExhausted) return false;
    }
    this.#rows -= rowCount;
    return true;
  }
}

function greatest(sums: Float64Array, size: number): number {
  let most = 0;
  for (let slot = 0; slot < size; slot += 1) most = Math.max(most, Math.abs(sums[slot] as number));
  return most;
}

function sumInts(values: Int32Array, { slots, sums, results, rowCount }: SumRows): void {
  for (let row = 0; row < rowCount; row += 1) {
    const slot = slots[row] as number;
    const sum = (sums[slot] as number) + (values[row] as number);
    sums[slot] = sum;
    results[row] = sum;
  }
}

function sumDoubles(values: Float64Array, { slots, sums, results, rowCount }: SumRows): void {
  for (let row = 0; row < rowCount; row += 1) {
    const slot = slots[row] as number;
    const sum = (sums[slot] as number) + (values[row] as number);
    sums[slot] = sum;
    results[row] = sum;
  }
}
