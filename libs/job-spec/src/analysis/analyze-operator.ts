import { resolveRollBytes } from '../operators/sink-schemas.ts';
import type { OperatorSpec } from '../operators/operator-schema.ts';
import type { AnalyzedOperator, FileSinkOperator } from './analyzed-operator.ts';
import { analyzeDatagen, analyzeElements, analyzeSocketText } from './analyze-source.ts';
import { analyzeAggregate, analyzeFilter, analyzeFlatMap, analyzeMap } from './analyze-transform.ts';
import { analyzeUnion } from './analyze-union.ts';
import type { OperatorContext, SpecOf } from './operator-context.ts';

/**
 * Types one operator over its analysed inputs. What is wrong goes into the context; undefined: too much is wrong to tell the columns,
 * so what reads it cannot be analysed either.
 */
export function analyzeOperator(
  spec: OperatorSpec,
  inputs: readonly AnalyzedOperator[],
  context: OperatorContext,
): AnalyzedOperator | undefined {
  switch (spec.type) {
    case 'elements':
      return analyzeElements(spec, context);
    case 'datagen':
      return analyzeDatagen(spec, context);
    case 'socket-text':
      return analyzeSocketText(spec, context);
    case 'map':
      return analyzeMap(spec, context);
    case 'filter':
      return analyzeFilter(spec, context);
    case 'flat-map':
      return analyzeFlatMap(spec, context);
    case 'union':
      return analyzeUnion(inputs, context);
    case 'aggregate':
      return analyzeAggregate(spec, context);
    case 'print':
      return { ...context.base([]), type: 'print', limit: spec.limit };
    case 'blackhole':
      return { ...context.base([]), type: 'blackhole' };
    case 'file':
      return analyzeFileSink(spec, context);
  }
}

function analyzeFileSink(spec: SpecOf<'file'>, context: OperatorContext): FileSinkOperator {
  return { ...context.base([]), type: 'file', path: spec.path, format: spec.format, rollBytes: resolveRollBytes(spec) };
}
