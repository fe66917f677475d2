import type { TableShape } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { aggregateTable } from './aggregate.ts';

/** The keyed tables that a transform will ask for; none for all but aggregates. */
export function declaredTables(operator: AnalyzedOperator): readonly TableShape[] {
  return operator.type === 'aggregate' ? [aggregateTable(operator)] : [];
}
