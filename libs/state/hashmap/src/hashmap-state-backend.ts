import {
  describeColumns,
  describeTable,
  keyedBlockVersion,
  type KeyedStateBackend,
  type KeyedStateBackendFactory,
  type KeyedStateBackendOptions,
  type KeyedStateCut,
  type KeyedStateDescriptor,
  type KeyedStateHandle,
  type KeyedTable,
  type KeyedTableDescriptor,
  type PerKeyStates,
  perKeyBlockVersion,
  readKeyedBlock,
  readPerKeyBlock,
  type SnapshotReader,
  requireSamePerKeyState,
  StateError,
} from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { HashmapTable } from './hashmap-table.ts';
import { JoinedCut } from './joined-cut.ts';
import { HashmapPerKeyStates } from './per-key/hashmap-per-key-states.ts';
import { PerKeyCut } from './per-key/per-key-cut.ts';
import { StateCut } from './state-cut.ts';
import { TurnBudget } from './turn-budget.ts';

export interface HashmapOptions {
  /** Resolves after the event loop has had a turn; the background write of a snapshot calls it each millisecond or so. */
  readonly yieldToLoop: () => Promise<void>;
}

/** State in memory: typed tables outside the JavaScript heap, written whole at each checkpoint. */
export function hashmapStateBackend(options: HashmapOptions): KeyedStateBackendFactory {
  return { type: 'hashmap', create: (backend) => new HashmapStateBackend(backend, options) };
}

class HashmapStateBackend implements KeyedStateBackend {
  readonly #options: KeyedStateBackendOptions;
  readonly #yieldToLoop: () => Promise<void>;
  readonly #tables = new Map<string, HashmapTable>();
  /** Made when they are asked for or restored. */
  #perKey: HashmapPerKeyStates | null = null;
  #keyColumns: readonly ColumnSchema[] | null = null;

  constructor(options: KeyedStateBackendOptions, { yieldToLoop }: HashmapOptions) {
    this.#options = options;
    this.#yieldToLoop = yieldToLoop;
  }

  get bytes(): number {
    let bytes = this.#perKey?.bytes ?? 0;
    for (const table of this.#tables.values()) bytes += table.bytes;
    return bytes;
  }

  table({ name, keyColumns, valueColumns }: KeyedTableDescriptor): KeyedTable {
    const table = this.#tableOf({
      name,
      keyColumns,
      valueColumns: valueColumns.map((column) => ({ name: column.name, type: column.type, nullable: column.nullable })),
      serializerVersion: keyedBlockVersion,
    });
    table.setInitials(valueColumns.map((column) => column.initial));
    return table;
  }

  perKey(keyColumns: readonly ColumnSchema[]): PerKeyStates {
    const [was, is] = [describeColumns(this.#keyColumns ?? keyColumns), describeColumns(keyColumns)];
    if (was !== is) {
      const message = `The keyed states of ${this.#options.owner} have the key (${was}) and are asked for by (${is}).`;
      throw new StateError('INCOMPATIBLE_STATE', message);
    }
    this.#keyColumns = keyColumns;
    const states = this.#perKeyStates();
    states.setKeyColumns(keyColumns);
    return states;
  }

  snapshot(): KeyedStateCut {
    const tables = new StateCut({
      tables: [...this.#tables.values()].map((table) => table.cut()),
      maxParallelism: this.#options.maxParallelism,
      yieldToLoop: this.#yieldToLoop,
    });
    if (this.#perKey === null) return tables;
    return new JoinedCut([tables, new PerKeyCut(this.#perKey.cut(), this.#yieldToLoop)]);
  }

  async restore(handle: KeyedStateHandle, reader: SnapshotReader): Promise<void> {
    const { keyGroups, maxParallelism, owner } = this.#options;
    const { descriptor } = handle;
    const readVersion = descriptor.perKey === undefined ? keyedBlockVersion : perKeyBlockVersion;
    if (descriptor.serializerVersion !== readVersion) {
      const versions = `version ${descriptor.serializerVersion}; this program reads version ${readVersion}`;
      throw new StateError(
        'INCOMPATIBLE_STATE',
        `The keyed state "${descriptor.name}" of ${owner} has format ${versions}.`,
      );
    }
    const table = descriptor.perKey === undefined ? this.#tableOf(descriptor) : null;
    const budget = new TurnBudget(this.#yieldToLoop);
    for (const block of handle.keyGroups) {
      const { keyGroup } = block;
      if (keyGroup < keyGroups.first || keyGroup > keyGroups.last) continue;
      const bytes = await reader.readBlock(handle.file, block);
      if (table !== null) table.restore(readKeyedBlock(descriptor, bytes), { keyGroup, maxParallelism });
      else this.#perKeyStates().restore(descriptor, keyGroup, readPerKeyBlock(descriptor, bytes));
      await budget.spend(block.entries);
    }
  }

  close(): Promise<void> {
    this.#tables.clear();
    this.#perKey = null;
    return Promise.resolve();
  }

  #perKeyStates(): HashmapPerKeyStates {
    this.#perKey ??= new HashmapPerKeyStates(this.#options, (name) => this.#tables.get(name)?.descriptor);
    return this.#perKey;
  }

  #tableOf(descriptor: KeyedStateDescriptor): HashmapTable {
    const existing = this.#tables.get(descriptor.name);
    const perKey = this.#perKey?.descriptorOf(descriptor.name);
    if (perKey !== undefined) requireSamePerKeyState(perKey, descriptor, this.#options.owner);
    if (existing === undefined) {
      const table = new HashmapTable(descriptor, this.#options.owner);
      this.#tables.set(descriptor.name, table);
      return table;
    }
    const [was, is] = [describeTable(existing.descriptor), describeTable(descriptor)];
    if (was === is) return existing;
    const message = `The keyed state "${descriptor.name}" of ${this.#options.owner} holds ${was}, the operator declares ${is}. Give the operator another uid, or keep its keys and aggregates.`;
    throw new StateError('INCOMPATIBLE_STATE', message);
  }
}
