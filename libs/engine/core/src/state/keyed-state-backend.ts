import type { ColumnSchema } from '@weir/job-spec';
import type { Clock } from '@weir/kernel';
import type { RecordBatch } from '../batch/record-batch.ts';
import type { KeyGroupRange } from '../keys/key-groups.ts';
import type { KeyedStateDescriptor, KeyedStateHandle } from '../snapshot/handles.ts';
import type { ValueArray } from './keyed-block.ts';
import type { PerKeyStates } from './per-key-states.ts';
import type { SnapshotFileWriter, SnapshotReader } from '../storage/checkpoint-storage.ts';

/** Keyed state of one operator's subtask. Lives in one thread; not reentrant. */
export interface KeyedStateBackend {
  /** The table of that name, made at the first call; a restored one has its entries. Throws a StateError when the types differ from the restored ones. */
  table(descriptor: KeyedTableDescriptor): KeyedTable;
  /**
   * Value, list and map states by these key columns, for operators that work on one key at a time; the same for each call. An operator's input has
   * one key: other columns than before throw a StateError INCOMPATIBLE_STATE.
   */
  perKey(keyColumns: readonly ColumnSchema[]): PerKeyStates;
  /** The synchronous cut: what it returns shows the state of this moment while processing goes on. */
  snapshot(): KeyedStateCut;
  /** Loads the blocks of the backend's key groups out of a snapshot; called before any table() or perKey(). May be called for several handles. */
  restore(handle: KeyedStateHandle, reader: SnapshotReader): Promise<void>;
  /** Memory held, bytes. */
  readonly bytes: number;
  close(): Promise<void>;
}

export interface KeyedStateCut {
  /** Bytes that {@link KeyedStateCut.write} will write, about. */
  readonly bytes: number;
  /** Writes the canonical blocks, group by group, and yields to the event loop between them. Once. */
  write(writer: SnapshotFileWriter): Promise<readonly Omit<KeyedStateHandle, 'file'>[]>;
  /** Frees what the cut holds. Idempotent. */
  release(): void;
}

export interface KeyedTableDescriptor {
  readonly name: string;
  readonly keyColumns: readonly ColumnSchema[];
  /** Physical columns of numbers or booleans; every new entry starts with `initial`. */
  readonly valueColumns: readonly (ColumnSchema & { readonly initial: number })[];
}

/**
 * Keys to dense slots with value columns, a whole batch at once. Slots are stable until the next restore.
 * The value arrays may be replaced when the table grows: fetch them after each {@link KeyedTable.locate}.
 */
export interface KeyedTable {
  readonly descriptor: KeyedStateDescriptor;
  /** Number of keys. */
  readonly size: number;
  /**
   * Finds or inserts the key of every row and puts its slot into `slots[0 .. rowCount)`.
   * `keyColumnIndexes` are the batch's columns that make the key, in the descriptor's order; `hashes` their hash by row.
   */
  locate(batch: RecordBatch, keyColumnIndexes: readonly number[], hashes: Int32Array, slots: Int32Array): void;
  /** Values by slot, for a column whose physical type is float64, int32 or bool. */
  values(column: number): ValueArray;
}

export interface KeyedStateBackendFactory {
  readonly type: string;
  create(options: KeyedStateBackendOptions): KeyedStateBackend;
}

export interface KeyedStateBackendOptions {
  readonly keyGroups: KeyGroupRange;
  readonly maxParallelism: number;
  /** For error messages: operator uid and subtask. */
  readonly owner: string;
  /** Its wall time decides what has outlived its time to live. */
  readonly clock: Clock;
}
