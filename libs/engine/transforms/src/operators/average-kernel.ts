import { batchRowsMax, type Column } from '@weir/engine-core';
import {
  type AggregateInput,
  type AggregateKernel,
  doublesOf,
  numbersOf,
  ResultColumn,
  stateColumn,
} from './aggregate-kernel.ts';

/** `AVG(x)`: the sum of the values that are not null by their count, as DOUBLE; null without any. */
export class AverageKernel implements AggregateKernel {
  readonly valueColumns;
  readonly #result = new ResultColumn(new Float64Array(batchRowsMax));

  constructor(aggregate: string) {
    this.valueColumns = [
      stateColumn(aggregate, 'sum', { type: 'DOUBLE', initial: 0 }),
      stateColumn(aggregate, 'count', { type: 'BIGINT', initial: 0 }),
    ];
  }

  update({ rowCount, slots, argument, state }: AggregateInput): Column {
    const { values, nulls } = numbersOf(argument);
    const sums = doublesOf(state[0]);
    const counts = doublesOf(state[1]);
    const result = this.#result;
    for (let row = 0; row < rowCount; row += 1) {
      const slot = slots[row] as number;
      if (nulls === null || nulls[row] === 0) {
        sums[slot] = (sums[slot] as number) + (values[row] as number);
        counts[slot] = (counts[slot] as number) + 1;
      }
      const count = counts[slot] as number;
      result.values[row] = (sums[slot] as number) / count;
      result.nulls[row] = count === 0 ? 1 : 0;
    }
    return result.show({ nulls: nulls === null ? null : result.nulls });
  }
}
