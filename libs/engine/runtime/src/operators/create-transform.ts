import type { Operator, OperatorContext } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { EngineError } from '../engine-error.ts';
import { compileExpression } from '../expressions/compile-expression.ts';
import { aggregateBatches } from './aggregate.ts';
import type { CompileExpression } from './column-kernel.ts';
import { filterBatches } from './filter.ts';
import { splitBatches } from './flat-map.ts';
import { mapBatches } from './map.ts';
import { TransformOperator } from './transform-operator.ts';
import { unionBatches } from './union.ts';

/** Makes the subtask of a transform. Throws an EngineError UNSUPPORTED for a source or sink. */
export function createTransform(
  operator: AnalyzedOperator,
  context: OperatorContext,
  compile: CompileExpression = compileExpression,
): Operator {
  const { output } = context;
  switch (operator.type) {
    case 'map':
      return new TransformOperator(output, mapBatches(operator, output, compile));
    case 'filter':
      return new TransformOperator(output, filterBatches(operator, output, compile));
    case 'flat-map':
      return new TransformOperator(output, splitBatches(operator, output));
    case 'union':
      return new TransformOperator(output, unionBatches(operator, output));
    case 'aggregate':
      return new TransformOperator(output, aggregateBatches(operator, context, compile));
    case 'elements':
    case 'datagen':
    case 'socket-text':
    case 'print':
    case 'blackhole':
    case 'file':
      throw new EngineError('UNSUPPORTED', `"${operator.type}" is no transform.`);
  }
}
