import type { Column, Output, RecordBatch } from '@weir/engine-core';
import type { MapOperator } from '@weir/job-spec';
import type { CompileExpression } from './column-kernel.ts';
import { columnsReadBy } from './expression-columns.ts';
import type { ProcessBatch } from './transform-operator.ts';
import { pick, type Transform } from './transform.ts';

export const map: Transform<MapOperator> = {
  create: (operator, { output }, compile) => mapBatches(operator, output, compile),
  reads: ({ projections }, required) =>
    projections.flatMap(({ value }, index) => (required.has(index) ? [...columnsReadBy(value.expression)] : [])),
  prune: (operator, { required, inputColumns, moved }) => {
    const projections = pick(operator.projections, required).map(({ column, value }) => ({
      column,
      value: moved(value),
    }));
    const columns = pick(operator.columns, required);
    return { operator: { ...operator, inputColumns, columns, projections }, kept: required };
  },
};

/** One row per row; a projection that only names a column lends that column itself. */
function mapBatches(operator: MapOperator, output: Output, compile: CompileExpression): ProcessBatch {
  const kernels = operator.projections.map(({ value }) => compile(value));
  const columns: Column[] = [];
  const mapped: RecordBatch = { schema: operator.columns, rowCount: 0, columns, keyHashes: null };
  return (batch) => {
    mapped.rowCount = batch.rowCount;
    for (let index = 0; index < kernels.length; index += 1) {
      const column = kernels[index]?.evaluate(batch);
      if (column !== undefined) columns[index] = column;
    }
    output.emit(mapped);
  };
}
