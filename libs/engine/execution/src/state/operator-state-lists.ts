import {
  StateError,
  type JsonValue,
  type ListState,
  type OperatorStateMode,
  type OperatorStateStore,
} from '@weir/engine-core';

/** Entries that a restore hands to one named list of one subtask. */
export interface RestoredList {
  readonly name: string;
  readonly mode: OperatorStateMode;
  readonly entries: readonly JsonValue[];
}

/** One list as it was at the synchronous cut, already as the bytes of its block. */
export interface ListCut {
  readonly name: string;
  readonly mode: OperatorStateMode;
  readonly entries: number;
  readonly bytes: Uint8Array;
}

interface KeptList {
  readonly mode: OperatorStateMode;
  entries: readonly JsonValue[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Operator state of one subtask: named lists of JSON values. A restored list is kept even when the operator never asks for it. */
export class OperatorStateLists implements OperatorStateStore {
  readonly #owner: string;
  readonly #lists = new Map<string, KeptList>();

  /** `owner`: operator uid and subtask, for error messages. */
  constructor(owner: string, restored: readonly RestoredList[]) {
    this.#owner = owner;
    for (const list of restored) this.#restore(list);
  }

  list(name: string, mode: OperatorStateMode): ListState {
    const kept = this.#lists.get(name) ?? { mode, entries: [] };
    if (kept.mode !== mode) {
      throw new StateError(
        'INCOMPATIBLE_STATE',
        `State "${name}" of ${this.#owner} was dealt as ${kept.mode} and is now asked for as ${mode}: rename the state, or keep its mode.`,
      );
    }
    this.#lists.set(name, kept);
    return {
      get: () => kept.entries,
      set: (entries) => {
        kept.entries = entries;
      },
    };
  }

  /** The synchronous cut. Empty lists are left out: they restore as what they are. */
  snapshot(): readonly ListCut[] {
    return [...this.#lists]
      .filter(([, list]) => list.entries.length > 0)
      .map(([name, { mode, entries }]) => ({ name, mode, entries: entries.length, bytes: encodeEntries(entries) }));
  }

  #restore(list: RestoredList): void {
    const before = this.#lists.get(list.name);
    if (before && before.mode !== list.mode) {
      throw new StateError('INCOMPATIBLE_STATE', `State "${list.name}" of ${this.#owner} was written with two modes.`);
    }
    this.#lists.set(list.name, { mode: list.mode, entries: [...(before?.entries ?? []), ...list.entries] });
  }
}

/** The block of a list: a JSON array in UTF-8. */
export function encodeEntries(entries: readonly JsonValue[]): Uint8Array {
  return encoder.encode(JSON.stringify(entries));
}

/** Reads a block back; throws a StateError when it is not a JSON array. */
export function decodeEntries(bytes: Uint8Array, owner: string): readonly JsonValue[] {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new StateError('DAMAGED', `The operator state of ${owner} is not JSON.`, { cause });
  }
  if (!Array.isArray(value)) throw new StateError('DAMAGED', `The operator state of ${owner} is not a list.`);
  return value as readonly JsonValue[];
}
