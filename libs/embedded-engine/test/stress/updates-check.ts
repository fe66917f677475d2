import type { OperatorContext, RecordBatch } from '@weir/engine-core';
import { ColumnReader, placeOf, type BatchCheck } from './batch-check.ts';
import type { LaneOrder } from './check-spec.ts';
import { LaneLedger } from './lane-ledger.ts';
import { problemOfUpdate, type Update } from './problem-of-update.ts';
import type { RowShape } from './row-shape.ts';
import { ViolationError } from './violation.ts';

/** Updates of the aggregate: every count of a key once and in order, every total one that such counts can have. */
export class UpdatesCheck implements BatchCheck {
  readonly #context: OperatorContext;
  readonly #shape: RowShape;
  readonly #ledger: LaneLedger;
  #columns: Readonly<Record<keyof Update, ColumnReader>> | null = null;

  constructor(context: OperatorContext, { shape, order }: { readonly shape: RowShape; readonly order: LaneOrder }) {
    this.#context = context;
    this.#shape = shape;
    this.#ledger = new LaneLedger(context.operatorState.list('checked-counts', 'UNION'), { order, step: 1 });
  }

  open(): void {
    this.#ledger.open();
  }

  take(batch: RecordBatch): void {
    const columns = (this.#columns ??= {
      k: new ColumnReader(batch, 'k'),
      n: new ColumnReader(batch, 'n'),
      total: new ColumnReader(batch, 'total'),
      last: new ColumnReader(batch, 'last'),
      second: new ColumnReader(batch, 'second'),
    });
    for (let row = 0; row < batch.rowCount; row += 1) {
      const update: Update = {
        k: columns.k.number(batch, row),
        n: columns.n.number(batch, row),
        total: columns.total.number(batch, row),
        last: columns.last.number(batch, row),
        second: columns.second.number(batch, row),
      };
      const describe = (): string => `${placeOf(this.#context)}, update ${JSON.stringify(update)}`;
      this.#ledger.take(update.k, { first: 1, found: update.n }, describe);
      const problem = problemOfUpdate(this.#shape, update);
      if (problem !== null) throw new ViolationError('state', `${describe()}: ${problem}`);
    }
  }

  snapshot(): void {
    this.#ledger.snapshot();
  }
}
