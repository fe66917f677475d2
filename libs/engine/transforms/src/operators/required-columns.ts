import type { AnalyzedJob, AnalyzedOperator } from '@weir/job-spec';
import { columnsReadBy } from './expression-columns.ts';

/**
 * By uid: which of the operator's columns somebody downstream reads, ascending. A sink reads all it gets, `blackhole` too; `aggregate`
 * keeps all its aggregates, as they are the identity of its state; the inputs of a `union` keep all, as their columns must stay alike.
 */
export function requiredColumns(job: Pick<AnalyzedJob, 'operators'>): ReadonlyMap<string, readonly number[]> {
  const required = new Map<string, Set<number>>(job.operators.map(({ uid }) => [uid, new Set<number>()]));
  for (const operator of [...job.operators].reverse()) {
    const own = required.get(operator.uid) ?? new Set();
    for (const input of operator.inputs) {
      const needed = required.get(input);
      for (const index of columnsOfInput(operator, own)) needed?.add(index);
    }
  }
  return new Map([...required].map(([uid, columns]) => [uid, [...columns].sort((left, right) => left - right)]));
}

/** The input columns that an operator reads when `own` of its own columns are required. */
function columnsOfInput(operator: AnalyzedOperator, own: ReadonlySet<number>): Iterable<number> {
  switch (operator.type) {
    case 'map':
      return operator.projections.flatMap(({ value }, index) =>
        own.has(index) ? [...columnsReadBy(value.expression)] : [],
      );
    case 'filter':
      return [...own, ...columnsReadBy(operator.where.expression)];
    case 'flat-map':
      return [operator.splitColumn, ...operator.keptColumns.filter((_, index) => own.has(index))];
    case 'aggregate':
      return [
        ...operator.keyColumns,
        ...operator.aggregates.flatMap(({ argument }) => (argument ? [...columnsReadBy(argument.expression)] : [])),
      ];
    case 'union':
    case 'print':
    case 'blackhole':
    case 'file':
      return operator.inputColumns.keys();
    case 'elements':
    case 'datagen':
    case 'socket-text':
      return [];
  }
}
