import type { OperatorContext, TableShape } from '@weir/engine-core';
import type { AnalyzedOperator, ColumnSchema, CompiledText } from '@weir/job-spec';
import type { CompileExpression } from './column-kernel.ts';
import type { ProcessBatch } from './transform-operator.ts';

/** Everything the engine knows of one type of transform. It is registered in `transforms.ts`, and named nowhere else. */
export interface Transform<Analyzed extends AnalyzedOperator = AnalyzedOperator> {
  /** What a subtask of it does with a batch. */
  create(operator: Analyzed, context: OperatorContext, compile: CompileExpression): ProcessBatch;
  /** Keyed tables that it will ask for. Absent: none. */
  tables?(operator: Analyzed): readonly TableShape[];
  /** The input columns that it reads when `required` of its own are. */
  reads(operator: Analyzed, required: ReadonlySet<number>): Iterable<number>;
  /** Itself over an input that has lost columns, and without those of its own that nobody reads. */
  prune(operator: Analyzed, pruning: Pruning): PrunedOperator;
}

/** What pruning leaves of an operator's surroundings. */
export interface Pruning {
  /** The operator's columns that somebody downstream reads, ascending. */
  readonly required: readonly number[];
  /** The input's columns that are left: their indexes as they were, and their schema. */
  readonly inputKept: readonly number[];
  readonly inputColumns: readonly ColumnSchema[];
  /** Where a column of the input lies now. */
  readonly placeOf: (index: number) => number;
  /** The same expression over the input as it is now. */
  readonly moved: (text: CompiledText) => CompiledText;
}

export interface PrunedOperator {
  readonly operator: AnalyzedOperator;
  /** The columns it still has: their indexes in the operator as it was. */
  readonly kept: readonly number[];
}

export function pick<Item>(items: readonly Item[], indexes: readonly number[]): readonly Item[] {
  return indexes.map((index) => items[index] as Item);
}
