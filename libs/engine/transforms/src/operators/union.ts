import type { Output } from '@weir/engine-core';
import type { UnionOperator } from '@weir/job-spec';
import type { ProcessBatch } from './transform-operator.ts';
import type { Transform } from './transform.ts';

export const union: Transform<UnionOperator> = {
  create: (operator, { output }) => unionBatches(operator, output),
  // The inputs keep all their columns, as these must stay alike.
  reads: (operator) => operator.inputColumns.keys(),
  prune: (operator, { inputColumns }) => ({
    operator: { ...operator, inputColumns },
    kept: [...operator.columns.keys()],
  }),
};

/** Every input's rows, whose columns differ at most in whether they may be null. */
function unionBatches(operator: UnionOperator, output: Output): ProcessBatch {
  return ({ rowCount, columns }) => output.emit({ schema: operator.columns, rowCount, columns, keyHashes: null });
}
