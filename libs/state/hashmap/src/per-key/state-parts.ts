import { StateError } from '@weir/engine-core';
import type { KeyPlace } from './key-cursor.ts';
import type { Cell, PerKeyTable } from './per-key-table.ts';
import type { ValueAges } from './value-ages.ts';

/** What a value, list or map state works with. */
export interface StateParts<Held extends Cell> {
  readonly table: PerKeyTable<Held>;
  /** The current key. */
  readonly place: KeyPlace;
  readonly ages: ValueAges;
  /** For error messages: operator uid and subtask. */
  readonly owner: string;
}

/** Null and undefined are no values: user code without types may hand them in all the same. */
export function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** `what`: "an element", "a key". */
export function nullRefused(what: string, { table, owner }: Pick<StateParts<Cell>, 'table' | 'owner'>): StateError {
  return new StateError(
    'INVALID_VALUE',
    `Null is not ${what} of the keyed state "${table.descriptor.name}" of ${owner}.`,
  );
}
