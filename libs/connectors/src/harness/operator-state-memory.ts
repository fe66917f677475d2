import type { JsonValue, ListState, OperatorStateMode, OperatorStateStore } from '@weir/engine-core';

export type StateSnapshot = ReadonlyMap<
  string,
  { readonly mode: OperatorStateMode; readonly entries: readonly JsonValue[] }
>;

/** Operator state for tests of connectors: what a snapshot takes is copied, as writing it to a file would. */
export class OperatorStateMemory implements OperatorStateStore {
  readonly #lists = new Map<string, { mode: OperatorStateMode; entries: readonly JsonValue[] }>();

  constructor(restored: StateSnapshot = new Map()) {
    for (const [name, { mode, entries }] of restored)
      this.#lists.set(name, { mode, entries: structuredClone(entries) });
  }

  list(name: string, mode: OperatorStateMode): ListState {
    const list = this.#lists.get(name) ?? { mode, entries: [] };
    this.#lists.set(name, list);
    return {
      get: () => list.entries,
      set: (entries) => {
        list.entries = entries;
      },
    };
  }

  snapshot(): StateSnapshot {
    return new Map(
      [...this.#lists].map(([name, { mode, entries }]) => [name, { mode, entries: structuredClone(entries) }]),
    );
  }
}

/** Deals the states of all subtasks over another parallelism as the engine does. */
export function redistribute(states: readonly StateSnapshot[], parallelism: number): StateSnapshot[] {
  const names = new Map(states.flatMap((state) => [...state].map(([name, { mode }]) => [name, mode] as const)));
  const dealt = Array.from(
    { length: parallelism },
    () => new Map<string, { mode: OperatorStateMode; entries: JsonValue[] }>(),
  );
  for (const [name, mode] of names) {
    const all = states.flatMap((state) => state.get(name)?.entries ?? []);
    const copies = states.flatMap((state) => (state.has(name) ? [state.get(name)?.entries ?? []] : []));
    const shareOf = (entries: readonly JsonValue[], subtask: number): readonly JsonValue[] => {
      if (mode === 'BROADCAST') return copies[subtask % copies.length] ?? [];
      return mode === 'SPLIT' ? entries.filter((_, at) => at % parallelism === subtask) : entries;
    };
    for (const [subtask, state] of dealt.entries()) {
      state.set(name, { mode, entries: [...shareOf(all, subtask)] });
    }
  }
  return dealt;
}
