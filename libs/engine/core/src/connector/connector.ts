import type { AnalyzedOperator } from '@weir/job-spec';
import type { Operator, OperatorContext } from '../operator/operator.ts';
import type { SourceReader } from '../operator/source-reader.ts';

/** Makes the reader of a source operator; one file a connector exports one. */
export interface SourceFactory {
  readonly type: AnalyzedOperator['type'];
  /** Names of the operator states that it asks for. */
  readonly lists: readonly string[];
  create(operator: AnalyzedOperator, context: OperatorContext): SourceReader;
}

/** Makes the writer of a sink operator. */
export interface SinkFactory {
  readonly type: AnalyzedOperator['type'];
  /** Names of the operator states that it asks for. */
  readonly lists: readonly string[];
  create(operator: AnalyzedOperator, context: OperatorContext): Operator;
}
