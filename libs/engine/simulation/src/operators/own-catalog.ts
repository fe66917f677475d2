import type { Operator, OperatorContext, SourceReader } from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-execution';
import type { AnalyzedOperator } from '@weir/job-spec';
import { tallyPrefix } from '../world/own-operators.ts';
import type { RestoredShare } from './restored-shares.ts';
import { Tally } from './tally.ts';

/** The shipped operators, and the simulation's own by their uids. */
export class OwnCatalog implements OperatorCatalog {
  readonly #shipped: OperatorCatalog;
  readonly #onRestored: (share: RestoredShare) => void;

  constructor(shipped: OperatorCatalog, onRestored: (share: RestoredShare) => void) {
    this.#shipped = shipped;
    this.#onRestored = onRestored;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return this.#shipped.isSource(operator);
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    return this.#shipped.createSource(operator, context);
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    if (operator.type === 'aggregate' && operator.uid.startsWith(tallyPrefix))
      return new Tally(operator, context, this.#onRestored);
    return this.#shipped.createOperator(operator, context);
  }
}
