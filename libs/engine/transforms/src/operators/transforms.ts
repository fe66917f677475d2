import type { Operator, OperatorContext, TableShape } from '@weir/engine-core';
import type { AnalyzedOperator } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { compileExpression } from '../expressions/compile-expression.ts';
import { aggregate } from './aggregate.ts';
import type { CompileExpression } from './column-kernel.ts';
import { filter } from './filter.ts';
import { flatMap } from './flat-map.ts';
import { map } from './map.ts';
import { TransformOperator } from './transform-operator.ts';
import type { Transform } from './transform.ts';
import { union } from './union.ts';

/** Every transform there is. Sources and sinks come from the connectors. */
const transforms: ReadonlyMap<AnalyzedOperator['type'], Transform> = new Map<AnalyzedOperator['type'], Transform>([
  ['map', map],
  ['filter', filter],
  ['flat-map', flatMap],
  ['union', union],
  ['aggregate', aggregate],
]);

export function transformOf({ uid, type }: AnalyzedOperator): Transform {
  const transform = transforms.get(type);
  invariant(transform, 'A source or sink is no transform.', { uid, type });
  return transform;
}

/** Makes the subtask of a transform. */
export function createTransform(
  operator: AnalyzedOperator,
  context: OperatorContext,
  compile: CompileExpression = compileExpression,
): Operator {
  return new TransformOperator(context.output, transformOf(operator).create(operator, context, compile));
}

/** The keyed tables that a transform will ask for. */
export function declaredTables(operator: AnalyzedOperator): readonly TableShape[] {
  return transformOf(operator).tables?.(operator) ?? [];
}
