import type { Column, Output, RecordBatch } from '@weir/engine-core';
import type { MapOperator } from '@weir/job-spec';
import type { CompileExpression } from './column-kernel.ts';
import type { ProcessBatch } from './transform-operator.ts';

/** One row per row; a projection that only names a column lends that column itself. */
export function mapBatches(operator: MapOperator, output: Output, compile: CompileExpression): ProcessBatch {
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
