import type { OperatorStateMode } from '../snapshot/handles.ts';

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Operator state of one subtask, by name. */
export interface OperatorStateStore {
  /** The list of that name; a restored one has its entries. Its mode is fixed at the first call. */
  list(name: string, mode: OperatorStateMode): ListState;
}

/** Entries are JSON values. Entries that belong together after a rescale are one entry. */
export interface ListState {
  get(): readonly JsonValue[];
  /** Replaces all entries; takes effect in the next snapshot. */
  set(entries: readonly JsonValue[]): void;
}
