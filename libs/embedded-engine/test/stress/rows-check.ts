import type { OperatorContext, RecordBatch } from '@weir/engine-core';
import { ColumnReader, placeOf, type BatchCheck } from './batch-check.ts';
import type { LaneOrder } from './check-spec.ts';
import { LaneLedger } from './lane-ledger.ts';
import { valueOfRow, type RowShape } from './row-shape.ts';
import { ViolationError } from './violation.ts';

/** Lanes of the second source lie behind those of the first. */
const laneBase = 1_000_000;

/** Rows of the sources: every one right in itself, and in its place in its split. */
export class RowsCheck implements BatchCheck {
  readonly #context: OperatorContext;
  readonly #shape: RowShape;
  readonly #ledger: LaneLedger;
  #columns: Readonly<Record<'s' | 'i' | 'k' | 'v', ColumnReader>> | null = null;

  constructor(context: OperatorContext, { shape, order }: { readonly shape: RowShape; readonly order: LaneOrder }) {
    this.#context = context;
    this.#shape = shape;
    this.#ledger = new LaneLedger(context.operatorState.list('checked-lanes', 'UNION'), { order, step: shape.splits });
  }

  open(): void {
    this.#ledger.open();
  }

  take(batch: RecordBatch): void {
    const { s, i, k, v } = (this.#columns ??= {
      s: new ColumnReader(batch, 's'),
      i: new ColumnReader(batch, 'i'),
      k: new ColumnReader(batch, 'k'),
      v: new ColumnReader(batch, 'v'),
    });
    const { splits, keys, rows } = this.#shape;
    for (let row = 0; row < batch.rowCount; row += 1) {
      const [source, number, key, value] = [s, i, k, v].map((column) => column.number(batch, row)) as [
        number,
        number,
        number,
        number,
      ];
      const describe = (): string => `${placeOf(this.#context)}, row s=${source} i=${number} k=${key} v=${value}`;
      if (key !== number % keys || value !== valueOfRow(source, number) || number >= rows) {
        const wanted = `k=${number % keys} v=${valueOfRow(source, number)}`;
        throw new ViolationError('state', `${describe()}: expected ${wanted} and i below ${rows}`);
      }
      const split = number % splits;
      this.#ledger.take(source * laneBase + split, { first: split, found: number }, describe);
    }
  }

  snapshot(): void {
    this.#ledger.snapshot();
  }
}
