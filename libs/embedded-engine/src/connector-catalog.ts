import type { Connectors } from '@weir/connectors';
import type { DeclaredStates, Operator, OperatorContext, SourceReader } from '@weir/engine-core';
import { EngineError, type OperatorCatalog } from '@weir/engine-execution';
import { createTransform, declaredTables } from '@weir/engine-transforms';
import type { AnalyzedOperator } from '@weir/job-spec';

/** The operators of this engine: the connectors, and the runtime's own transforms. */
export class ConnectorCatalog implements OperatorCatalog {
  readonly #connectors: Connectors;

  constructor(connectors: Connectors) {
    this.#connectors = connectors;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return operator.role === 'source';
  }

  /** What states the operator will ask for. */
  statesOf(operator: AnalyzedOperator): DeclaredStates {
    if (operator.role === 'transform') return { tables: declaredTables(operator), lists: [] };
    const connectors = [...this.#connectors.sources, ...this.#connectors.sinks];
    return { tables: [], lists: connectors.find(({ type }) => type === operator.type)?.lists ?? [] };
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    const factory = this.#connectors.sources.find(({ type }) => type === operator.type);
    if (factory === undefined) throw unknownType(operator);
    return factory.create(operator, context);
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    if (operator.role !== 'sink') return createTransform(operator, context);
    const factory = this.#connectors.sinks.find(({ type }) => type === operator.type);
    if (factory === undefined) throw unknownType(operator);
    return factory.create(operator, context);
  }
}

function unknownType({ uid, type, role }: AnalyzedOperator): EngineError {
  return new EngineError('UNSUPPORTED', `This engine has no ${role} "${type}" (operator ${uid}).`);
}
