import type { Operator, OperatorContext, SourceReader } from '@weir/engine-core';
import type { OperatorCatalog } from '@weir/engine-execution';
import type { AnalyzedOperator } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import { AggregateCheck } from './aggregate-check.ts';
import { CheckedOperator } from './checked-operator.ts';
import { EagerSource } from './eager-source.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { RowsCheck } from './rows-check.ts';
import type { StressSettings } from './stress-settings.ts';
import { UpdatesCheck } from './updates-check.ts';

/** The shipped operators, checked and made to fail. */
export class StressCatalog implements OperatorCatalog {
  readonly #shipped: OperatorCatalog;
  readonly #settings: StressSettings;
  readonly #faults: FaultSwitch;

  constructor(shipped: OperatorCatalog, settings: StressSettings, faults: FaultSwitch) {
    this.#shipped = shipped;
    this.#settings = settings;
    this.#faults = faults;
  }

  isSource(operator: AnalyzedOperator): boolean {
    return this.#shipped.isSource(operator);
  }

  createSource(operator: AnalyzedOperator, context: OperatorContext): SourceReader {
    invariant(operator.type === 'datagen' && operator.rowsPerSecond !== null, 'A stressed source keeps a pace.', {
      uid: operator.uid,
    });
    const { batchRows, rowsPerSecondMax } = this.#settings;
    return new EagerSource({
      create: (paced) => this.#shipped.createSource(operator, paced),
      context,
      batchRows,
      specRate: operator.rowsPerSecond,
      rowsPerSecondMax,
    });
  }

  createOperator(operator: AnalyzedOperator, context: OperatorContext): Operator {
    const number = this.#settings.operators.indexOf(operator.uid);
    const common = { faults: this.#faults, context, operator: number };
    const check = this.#settings.checks[operator.uid];
    switch (check?.kind) {
      case undefined:
        return new CheckedOperator({ ...common, inner: this.#shipped.createOperator(operator, context), check: null });
      case 'rows': {
        const inner = this.#shipped.createOperator(operator, context);
        return new CheckedOperator({ ...common, inner, check: new RowsCheck(context, check) });
      }
      case 'updates': {
        const inner = this.#shipped.createOperator(operator, context);
        return new CheckedOperator({ ...common, inner, check: new UpdatesCheck(context, check) });
      }
      case 'aggregate': {
        invariant(operator.type === 'aggregate', 'Only an aggregate is checked as one.', { uid: operator.uid });
        const own = new AggregateCheck(operator, context, check.shape);
        const inner = this.#shipped.createOperator(operator, { ...context, output: own.watching(context.output) });
        return new CheckedOperator({ ...common, inner, check: own });
      }
      default:
        return assertNever(check);
    }
  }
}
