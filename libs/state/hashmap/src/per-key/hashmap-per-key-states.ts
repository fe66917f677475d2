import {
  keyGroupOf,
  type KeyedListState,
  type KeyedStateBackendOptions,
  type KeyedStateDescriptor,
  type ListStateDescriptor,
  type MapState,
  type MapStateDescriptor,
  murmur3,
  type PerKeyDeclaration,
  perKeyDescriptorOf,
  type PerKeyEntry,
  type PerKeyStates,
  type RecordBatch,
  requireSamePerKeyState,
  StateError,
  type TimeToLive,
  type ValueState,
  type ValueStateDescriptor,
} from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { HashmapListState, ListCellFormat } from './hashmap-list-state.ts';
import { HashmapMapState, MapCellFormat } from './hashmap-map-state.ts';
import { HashmapValueState, ValueCellFormat } from './hashmap-value-state.ts';
import { textOfBytes } from './key-bytes.ts';
import { KeyCursor } from './key-cursor.ts';
import { type Cell, type CellFormat, PerKeyTable, type PerKeyTableCut } from './per-key-table.ts';
import { type RestoredCell, restoredCellFormat } from './restored-cells.ts';
import type { StateParts } from './state-parts.ts';
import { ValueAges } from './value-ages.ts';

/** A state that an operator has declared. */
interface DeclaredState {
  readonly table: PerKeyTable<Cell>;
  readonly ages: ValueAges;
  /** The state itself; its type is that of the descriptor it was declared with. */
  readonly state: unknown;
}

/** Value, list and map states in memory, values as they are. */
export class HashmapPerKeyStates implements PerKeyStates {
  readonly #options: KeyedStateBackendOptions;
  readonly #tableOf: (name: string) => KeyedStateDescriptor | undefined;
  readonly #cursor: KeyCursor;
  readonly #declared = new Map<string, DeclaredState>();
  /** By name, until they are declared. */
  readonly #restored = new Map<string, PerKeyTable<RestoredCell>>();
  #keyColumns: readonly ColumnSchema[] = [];

  /** `tableOf`: what the backend's table of that name holds; a state cannot share its name. */
  constructor(options: KeyedStateBackendOptions, tableOf: (name: string) => KeyedStateDescriptor | undefined) {
    this.#options = options;
    this.#tableOf = tableOf;
    this.#cursor = new KeyCursor(options);
  }

  get bytes(): number {
    let bytes = 0;
    for (const { table } of this.#declared.values()) bytes += table.bytes;
    for (const table of this.#restored.values()) bytes += table.bytes;
    return bytes;
  }

  /** What the state of that name holds; undefined when there is none. */
  descriptorOf(name: string): KeyedStateDescriptor | undefined {
    return (this.#declared.get(name)?.table ?? this.#restored.get(name))?.descriptor;
  }

  /** What makes the keys of all states to come. */
  setKeyColumns(keyColumns: readonly ColumnSchema[]): void {
    this.#keyColumns = keyColumns;
  }

  useBatch(batch: RecordBatch, keyColumnIndexes: readonly number[], hashes: Int32Array): void {
    this.#cursor.useBatch(batch, keyColumnIndexes, hashes);
  }

  useRow(row: number): void {
    this.#cursor.useRow(row);
  }

  value<Value>(descriptor: ValueStateDescriptor<Value>): ValueState<Value> {
    const { serializer, timeToLive } = descriptor;
    const state = this.#state(
      { ...descriptor, kind: 'VALUE', serializers: [serializer], timeToLive },
      new ValueCellFormat(serializer),
      (parts) => new HashmapValueState(parts, descriptor),
    );
    return state as ValueState<Value>;
  }

  list<Element>(descriptor: ListStateDescriptor<Element>): KeyedListState<Element> {
    const { serializer, timeToLive } = descriptor;
    const state = this.#state(
      { ...descriptor, kind: 'LIST', serializers: [serializer], timeToLive },
      new ListCellFormat(serializer),
      (parts) => new HashmapListState(parts, serializer),
    );
    return state as KeyedListState<Element>;
  }

  map<Key, Value>(descriptor: MapStateDescriptor<Key, Value>): MapState<Key, Value> {
    const { keySerializer, serializer, timeToLive } = descriptor;
    const state = this.#state(
      { ...descriptor, kind: 'MAP', serializers: [keySerializer, serializer], timeToLive },
      new MapCellFormat(descriptor),
      (parts) => new HashmapMapState(parts, descriptor),
    );
    return state as MapState<Key, Value>;
  }

  /** Takes in the entries of one key group's block. Throws a StateError DAMAGED when a key belongs to another group. */
  restore(descriptor: KeyedStateDescriptor, keyGroup: number, entries: readonly PerKeyEntry[]): void {
    const { keyGroups, maxParallelism, owner } = this.#options;
    const known = this.#restored.get(descriptor.name);
    if (known !== undefined) requireSamePerKeyState(known.descriptor, descriptor, owner);
    const table = known ?? new PerKeyTable(descriptor, restoredCellFormat, keyGroups);
    this.#restored.set(descriptor.name, table);
    for (const { key, elements } of entries) {
      if (keyGroupOf(murmur3(key, 0, key.length), maxParallelism) !== keyGroup) {
        throw new StateError(
          'DAMAGED',
          `A block of "${descriptor.name}" holds keys of other groups than its own, ${keyGroup}.`,
        );
      }
      table.set({ group: keyGroup - keyGroups.first, key: textOfBytes(key) }, { version: table.version, elements });
    }
  }

  /** All states of this moment, also those that were restored and never asked for. */
  cut(): readonly PerKeyTableCut<Cell>[] {
    return [
      ...[...this.#declared.values()].map(({ table, ages }) => table.cut(ages.liveNow())),
      ...[...this.#restored.values()].map((table) => table.cut(() => true)),
    ];
  }

  #state<Held extends Cell>(
    declaration: Omit<PerKeyDeclaration, 'keyColumns' | 'hasTimeToLive'> & {
      readonly timeToLive: TimeToLive | undefined;
    },
    format: CellFormat<Held>,
    create: (parts: StateParts<Held>) => unknown,
  ): unknown {
    const { timeToLive, name } = declaration;
    const { clock, keyGroups, owner } = this.#options;
    invariant(timeToLive === undefined || timeToLive.ttlMs > 0, 'A time to live is more than 0 ms.', { name });
    const descriptor = perKeyDescriptorOf({
      ...declaration,
      keyColumns: this.#keyColumns,
      hasTimeToLive: timeToLive !== undefined,
    });
    const table = this.#tableOf(name);
    if (table !== undefined) requireSamePerKeyState(table, descriptor, owner);
    const before = this.#declared.get(name);
    if (before !== undefined) {
      requireSamePerKeyState(before.table.descriptor, descriptor, owner);
      return before.state;
    }
    const ages = new ValueAges(timeToLive, clock);
    const cells = new PerKeyTable(descriptor, format, keyGroups);
    this.#takeRestored(cells);
    const state = create({ table: cells, place: this.#cursor, ages, owner });
    this.#declared.set(name, { table: cells, ages, state });
    return state;
  }

  /** Reads what was restored under the name of the table, now that its serializers are known. */
  #takeRestored<Held extends Cell>(table: PerKeyTable<Held>): void {
    const { name } = table.descriptor;
    const restored = this.#restored.get(name);
    if (restored === undefined) return;
    requireSamePerKeyState(restored.descriptor, table.descriptor, this.#options.owner);
    try {
      restored.forEach((place, { elements }) => table.set(place, table.format.cellOf(elements, table.version)));
    } catch (cause) {
      if (cause instanceof StateError) throw cause;
      throw new StateError('DAMAGED', `The keyed state "${name}" of ${this.#options.owner} cannot be read.`, { cause });
    }
    this.#restored.delete(name);
  }
}
