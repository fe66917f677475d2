import type { Operator, OperatorContext, SourceReader } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';

/** Makes what a job's operators name. Throws an `EngineError` UNSUPPORTED for a type it does not know. */
export interface OperatorCatalog {
  isSource(operator: AnalyzedOperator): boolean;
  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader;
  /** Transforms and sinks. */
  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator;
}
