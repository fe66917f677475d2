import { batchRowsMax, type Column, type Output } from '@weir/engine-core';
import type { FilterOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import type { CompileExpression } from './column-kernel.ts';
import { columnsReadBy } from './expression-columns.ts';
import { SelectedRows } from './selected-rows.ts';
import type { ProcessBatch } from './transform-operator.ts';
import { pick, type Transform } from './transform.ts';

export const filter: Transform<FilterOperator> = {
  create: (operator, { output }, compile) => filterBatches(operator, output, compile),
  reads: (operator, required) => [...required, ...columnsReadBy(operator.where.expression)],
  prune: (operator, { inputKept: kept, inputColumns, moved }) => ({
    operator: { ...operator, inputColumns, columns: pick(operator.columns, kept), where: moved(operator.where) },
    kept,
  }),
};

/** The rows for which the condition is TRUE. A batch of which all pass goes on as it is. */
export function filterBatches(operator: FilterOperator, output: Output, compile: CompileExpression): ProcessBatch {
  const kernel = compile(operator.where);
  const selection = new Int32Array(batchRowsMax);
  const selected = new SelectedRows(operator.columns);
  return (batch) => {
    const count = selectTrue(kernel.evaluate(batch), selection, batch.rowCount);
    if (count === batch.rowCount) output.emit(batch);
    else if (count > 0) output.emit(selected.copy(batch.columns, selection, { from: 0, to: count }));
  };
}

/** Puts the rows whose value is TRUE into the selection; how many there are. */
function selectTrue(column: Column, selection: Int32Array, rowCount: number): number {
  invariant(column.kind === 'bool', 'A condition is BOOLEAN.', { kind: column.kind });
  const { values, nulls } = column;
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) {
    selection[count] = row;
    count += values[row] as number;
  }
  if (nulls === null) return count;
  let kept = 0;
  for (let index = 0; index < count; index += 1) {
    const row = selection[index] as number;
    selection[kept] = row;
    if (nulls[row] === 0) kept += 1;
  }
  return kept;
}
