import {
  batchRowsMax,
  type Column,
  type Float64Column,
  type Int32Column,
  type NullBytes,
  type ValueArray,
} from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** A batch as an aggregate sees it. */
export interface AggregateInput {
  readonly rowCount: number;
  /** Slot of each row's key. */
  readonly slots: Int32Array;
  /** Number of keys. */
  readonly size: number;
  /** The aggregate's argument for every row; null: `COUNT(*)`. */
  readonly argument: Column | null;
  /** The aggregate's own value columns, by slot, in the order of {@link AggregateKernel.valueColumns}. */
  readonly state: readonly ValueArray[];
}

/** One aggregate function over whole batches. */
export interface AggregateKernel {
  /** What it remembers for each key. */
  readonly valueColumns: readonly (ColumnSchema & { readonly initial: number })[];
  /** Takes all rows in; returns the aggregate after each of them, lent until the next call. */
  update(input: AggregateInput): Column;
}

/** How the columns an aggregate remembers are named: they are part of the state's identity. */
export function stateColumn(
  aggregate: string,
  part: string,
  rest: { type: ColumnSchema['type']; initial: number },
): ColumnSchema & { initial: number } {
  return { name: `${aggregate}.${part}`, nullable: false, ...rest };
}

export function doublesOf(array: ValueArray | undefined): Float64Array {
  invariant(array instanceof Float64Array, 'This aggregate remembers doubles.');
  return array;
}

export function bytesOf(array: ValueArray | undefined): Uint8Array {
  invariant(array instanceof Uint8Array, 'This aggregate remembers booleans.');
  return array;
}

/** The argument, which is a number. */
export function numbersOf(argument: Column | null): Int32Column | Float64Column {
  invariant(argument?.kind === 'int32' || argument?.kind === 'float64', 'This aggregate takes numbers.', {
    kind: argument?.kind,
  });
  return argument;
}

/** The result column of a kernel, with null bytes that show only where some result is null. */
export class ResultColumn<Values extends Int32Array | Float64Array> {
  readonly values: Values;
  readonly nulls = new Uint8Array(batchRowsMax);
  readonly #column: Int32Column | Float64Column;

  constructor(values: Values) {
    this.values = values;
    this.#column =
      values instanceof Int32Array ? { kind: 'int32', values, nulls: null } : { kind: 'float64', values, nulls: null };
  }

  show(options: { readonly nulls: NullBytes }): Column {
    this.#column.nulls = options.nulls;
    return this.#column;
  }
}
