import type { Operator, OperatorContext, SourceReader } from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-execution';
import type { AnalyzedOperator } from '@weir/job-spec';
import { tallyPrefix } from '../world/own-operators.ts';
import type { RestoredShare } from './restored-shares.ts';
import { Tally } from './tally.ts';

/** Who watches the operators of a world. */
export interface Onlooker {
  readonly onRestored: (share: RestoredShare) => void;
  /** A subtask of that operator is given rows, or asked for some. */
  readonly onRows: (uid: string, subtask: number) => void;
}

/** The shipped operators, and the simulation's own by their uids. */
export class OwnCatalog implements OperatorCatalog {
  readonly #shipped: OperatorCatalog;
  readonly #onlooker: Onlooker;

  constructor(shipped: OperatorCatalog, onlooker: Onlooker) {
    this.#shipped = shipped;
    this.#onlooker = onlooker;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return this.#shipped.isSource(operator);
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    const source = this.#shipped.createSource(operator, context);
    const poll = source.poll.bind(source);
    source.poll = () => {
      this.#onlooker.onRows(context.uid, context.subtask);
      return poll();
    };
    return source;
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    const created =
      operator.type === 'aggregate' && operator.uid.startsWith(tallyPrefix)
        ? new Tally(operator, context, this.#onlooker.onRestored)
        : this.#shipped.createOperator(operator, context);
    const processBatch = created.processBatch.bind(created);
    created.processBatch = (batch, input) => {
      this.#onlooker.onRows(context.uid, context.subtask);
      processBatch(batch, input);
    };
    return created;
  }
}
