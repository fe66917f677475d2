import type { Operator, OperatorContext } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { InvariantViolation } from '@weir/kernel';
import { compileExpression } from '../expressions/compile-expression.ts';
import { aggregateBatches } from './aggregate.ts';
import type { CompileExpression } from './column-kernel.ts';
import { filterBatches } from './filter.ts';
import { splitBatches } from './flat-map.ts';
import { mapBatches } from './map.ts';
import { TransformOperator } from './transform-operator.ts';
import { unionBatches } from './union.ts';

/** Makes the subtask of a transform. Sources and sinks come from the connectors. */
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
    default:
      throw new InvariantViolation('A source or sink is no transform.', { uid: operator.uid, type: operator.type });
  }
}
