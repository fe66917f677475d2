import type { Output } from '@weir/engine-core';
import type { UnionOperator } from '@weir/job-spec';
import type { ProcessBatch } from './transform-operator.ts';

/** Every input's rows, whose columns differ at most in whether they may be null. */
export function unionBatches(operator: UnionOperator, output: Output): ProcessBatch {
  return ({ rowCount, columns }) => output.emit({ schema: operator.columns, rowCount, columns, keyHashes: null });
}
