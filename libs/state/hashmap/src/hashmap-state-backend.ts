import {
  keyedBlockVersion,
  type KeyedStateBackend,
  type KeyedStateBackendFactory,
  type KeyedStateBackendOptions,
  type KeyedStateCut,
  type KeyedStateDescriptor,
  type KeyedStateHandle,
  type KeyedTable,
  type KeyedTableDescriptor,
  readKeyedBlock,
  type SnapshotReader,
  StateError,
} from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import { HashmapTable } from './hashmap-table.ts';
import { StateCut } from './state-cut.ts';

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

  constructor(options: KeyedStateBackendOptions, { yieldToLoop }: HashmapOptions) {
    this.#options = options;
    this.#yieldToLoop = yieldToLoop;
  }

  get bytes(): number {
    let bytes = 0;
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

  snapshot(): KeyedStateCut {
    return new StateCut({
      tables: [...this.#tables.values()].map((table) => table.cut()),
      maxParallelism: this.#options.maxParallelism,
      yieldToLoop: this.#yieldToLoop,
    });
  }

  async restore(handle: KeyedStateHandle, reader: SnapshotReader): Promise<void> {
    const { keyGroups, maxParallelism, owner } = this.#options;
    const { descriptor } = handle;
    if (descriptor.serializerVersion !== keyedBlockVersion) {
      const versions = `version ${descriptor.serializerVersion}; this program reads version ${keyedBlockVersion}`;
      throw new StateError(
        'INCOMPATIBLE_STATE',
        `The keyed state "${descriptor.name}" of ${owner} has format ${versions}.`,
      );
    }
    const table = this.#tableOf(descriptor);
    for (const block of handle.keyGroups) {
      if (block.keyGroup < keyGroups.first || block.keyGroup > keyGroups.last) continue;
      const bytes = await reader.readBlock(handle.file, block);
      table.restore(readKeyedBlock(descriptor, bytes), { keyGroup: block.keyGroup, maxParallelism });
      await this.#yieldToLoop();
    }
  }

  close(): Promise<void> {
    this.#tables.clear();
    return Promise.resolve();
  }

  #tableOf(descriptor: KeyedStateDescriptor): HashmapTable {
    const existing = this.#tables.get(descriptor.name);
    if (existing === undefined) {
      const table = new HashmapTable(descriptor, this.#options.owner);
      this.#tables.set(descriptor.name, table);
      return table;
    }
    const [was, is] = [describeTypes(existing.descriptor), describeTypes(descriptor)];
    if (was === is) return existing;
    const message = `The keyed state "${descriptor.name}" of ${this.#options.owner} holds ${was}, the operator declares ${is}. Give the operator another uid, or keep its keys and aggregates.`;
    throw new StateError('INCOMPATIBLE_STATE', message);
  }
}

/** `(word STRING) -> (count BIGINT)`. */
function describeTypes({ keyColumns, valueColumns }: KeyedStateDescriptor): string {
  const list = (columns: readonly ColumnSchema[]): string =>
    columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? ' NULL' : ''}`).join(', ');
  return `(${list(keyColumns)}) -> (${list(valueColumns)})`;
}
