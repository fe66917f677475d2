import type { ColumnSchema } from '@weir/job-spec';
import { batchOf } from '../batch/batch-of.ts';
import { KeyHasher } from '../keys/hash-keys.ts';
import { keyGroupRangeOf } from '../keys/key-groups.ts';
import type { KeyedStateBackend, KeyedStateBackendFactory } from '../state/keyed-state-backend.ts';
import type { PerKeyStates } from '../state/per-key-states.ts';
import { ownerOf, restoreAll, writeCut, type WrittenState } from './state-backend-world.ts';

export const maxParallelism = 128;
export const keyColumns: readonly ColumnSchema[] = [{ name: 'k', type: 'STRING', nullable: false }];

export interface PerKeyWorldOptions {
  readonly subtask?: number;
  readonly parallelism?: number;
  readonly restored?: readonly WrittenState[];
  readonly nowMs?: number;
}

/** A backend with per-key states, a key at a time, and a wall clock that stands until it is moved. */
export class PerKeyWorld {
  readonly backend: KeyedStateBackend;
  readonly states: PerKeyStates;
  nowMs: number;

  private constructor(factory: KeyedStateBackendFactory, options: PerKeyWorldOptions) {
    const { subtask = 0, parallelism = 1, nowMs = 0 } = options;
    this.nowMs = nowMs;
    this.backend = factory.create({
      keyGroups: keyGroupRangeOf(subtask, maxParallelism, parallelism),
      maxParallelism,
      owner: 'test#0',
      clock: { now: () => this.nowMs, monotonic: () => 0 },
    });
    this.states = this.backend.perKey(keyColumns);
  }

  static async open(factory: KeyedStateBackendFactory, options: PerKeyWorldOptions = {}): Promise<PerKeyWorld> {
    const world = new PerKeyWorld(factory, options);
    await restoreAll(world.backend, options.restored ?? []);
    return world;
  }

  /** Makes a key the current one. */
  at(key: string): this {
    const batch = batchOf(keyColumns, [{ k: key }]);
    const hashes = new Int32Array(1);
    new KeyHasher([0]).hash(batch, hashes);
    this.states.useBatch(batch, [0], hashes);
    this.states.useRow(0);
    return this;
  }

  snapshot(): Promise<WrittenState> {
    return writeCut(this.backend.snapshot());
  }
}

/** The keys of these that a subtask owns. */
export function keysOf(keys: readonly string[], { subtask, parallelism }: { subtask: number; parallelism: number }) {
  return keys.filter((k) => ownerOf(keyColumns, { k }, { maxParallelism, parallelism }) === subtask);
}

/** Entries in the blocks of a state of that name. */
export function entriesWritten({ handles }: WrittenState, name: string): number {
  return handles
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ keyGroups }) => keyGroups)
    .reduce((sum, { entries }) => sum + entries, 0);
}
