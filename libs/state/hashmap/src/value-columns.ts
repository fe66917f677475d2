import { physicalTypeOf, type ValueArray } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';

/** The values of a table's entries by slot: one typed array a column, grown by doubling. */
export class ValueColumns {
  readonly #columns: readonly ColumnSchema[];
  readonly #arrays: ValueArray[];
  #initials: readonly number[];
  #capacity = 1024;
  /** Arrays of a released copy, taken again by the next: fresh memory costs a page fault every 4 KiB. */
  #spare: readonly ValueArray[] | null = null;

  constructor(columns: readonly ColumnSchema[]) {
    this.#columns = columns;
    this.#initials = columns.map(() => 0);
    this.#arrays = columns.map((column) => allocate(column, this.#capacity));
  }

  get bytes(): number {
    return [...this.#arrays, ...(this.#spare ?? [])].reduce((sum, array) => sum + array.byteLength, 0);
  }

  array(column: number): ValueArray {
    const array = this.#arrays[column];
    invariant(array !== undefined, 'The table has no such value column.', { column });
    return array;
  }

  /** What slots from `size` on begin with. */
  setInitials(initials: readonly number[], size: number): void {
    this.#initials = initials;
    this.#arrays.forEach((array, column) => array.fill(initials[column] ?? 0, size));
  }

  /** Makes room for slots 0 to capacity - 1. */
  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    const grown = Math.max(capacity, this.#capacity * 2);
    this.#columns.forEach((schema, column) => {
      const before = this.array(column);
      const array = allocate(schema, grown);
      array.set(before);
      const initial = this.#initials[column] ?? 0;
      if (initial !== 0) array.fill(initial, before.length);
      this.#arrays[column] = array;
    });
    this.#capacity = grown;
  }

  /** Copies of the first `size` values of every column; {@link ValueColumns.release} gives them back. */
  copy(size: number): readonly ValueArray[] {
    const spare = this.#spare;
    this.#spare = null;
    if (spare === null || spare.some((array) => array.length < size)) {
      return this.#arrays.map((array) => array.slice(0, size));
    }
    spare.forEach((array, column) => array.set(this.array(column).subarray(0, size)));
    return spare;
  }

  release(copy: readonly ValueArray[]): void {
    this.#spare = copy;
  }
}

function allocate(column: ColumnSchema, capacity: number): ValueArray {
  const kind = physicalTypeOf(column.type);
  invariant(kind !== 'utf8', 'Keyed state holds numbers and booleans.', { column: column.name });
  if (kind === 'float64') return new Float64Array(capacity);
  return kind === 'int32' ? new Int32Array(capacity) : new Uint8Array(capacity);
}
