import { batchRowsMax, type Column } from '@weir/engine-core';
import { type AggregateInput, type AggregateKernel, doublesOf, ResultColumn, stateColumn } from './aggregate-kernel.ts';

/** `COUNT(*)`, and `COUNT(x)`, for which rows whose argument is null do not count. */
export class CountKernel implements AggregateKernel {
  readonly valueColumns;
  readonly #result = new ResultColumn(new Float64Array(batchRowsMax));

  constructor(aggregate: string) {
    this.valueColumns = [stateColumn(aggregate, 'count', { type: 'BIGINT', initial: 0 })];
  }

  update({ rowCount, slots, argument, state }: AggregateInput): Column {
    const counts = doublesOf(state[0]);
    const { values } = this.#result;
    const nulls = argument?.nulls ?? null;
    if (nulls === null) countRows(slots, counts, { values, rowCount });
    else {
      for (let row = 0; row < rowCount; row += 1) {
        const slot = slots[row] as number;
        values[row] = counts[slot] = (counts[slot] as number) + 1 - (nulls[row] as number);
      }
    }
    return this.#result.show({ nulls: null });
  }
}

function countRows(slots: Int32Array, counts: Float64Array, out: { values: Float64Array; rowCount: number }): void {
  const { values, rowCount } = out;
  for (let row = 0; row < rowCount; row += 1) {
    const slot = slots[row] as number;
    const count = (counts[slot] as number) + 1;
    counts[slot] = count;
    values[row] = count;
  }
}
