import type { RecordBatch } from '../batch/record-batch.ts';
import type { StateSerializer } from './state-serializer.ts';
import type { TimeToLive } from './time-to-live.ts';

/**
 * States that an operator reads and writes for one key at a time, in Flink's words. Whoever can work on a whole batch uses a
 * {@link KeyedTable} instead. Same thread as the backend; a state belongs to the key of the row that was named last.
 */
export interface PerKeyStates {
  /**
   * The keys of a batch's rows, lent as long as the batch: `keyColumnIndexes` are the batch's columns that make the key, in the order
   * of the key columns; `hashes` their hash by row. No row is current until {@link PerKeyStates.useRow}.
   */
  useBatch(batch: RecordBatch, keyColumnIndexes: readonly number[], hashes: Int32Array): void;
  /** From now on all states are those of this row's key. */
  useRow(row: number): void;
  /**
   * The state of that name, the same for each call. Throws a StateError INCOMPATIBLE_STATE when the restored state of the name is of
   * another kind or key, and STATE_MIGRATION when it was written with another serializer, or with time to live and is declared without,
   * or the other way round. Declared in the operator's constructor or open(): values that were restored are read then.
   */
  value<Value>(descriptor: ValueStateDescriptor<Value>): ValueState<Value>;
  list<Element>(descriptor: ListStateDescriptor<Element>): KeyedListState<Element>;
  map<Key, Value>(descriptor: MapStateDescriptor<Key, Value>): MapState<Key, Value>;
}

interface PerKeyStateDescriptor {
  /** Unique among the keyed states of the operator, tables included. */
  readonly name: string;
  /** Without it values stay until they are removed. */
  readonly timeToLive?: TimeToLive;
}

export interface ValueStateDescriptor<Value> extends PerKeyStateDescriptor {
  readonly serializer: StateSerializer<Value>;
  /** What a key without a value reads; null by default. */
  readonly defaultValue?: Value;
}

export interface ListStateDescriptor<Element> extends PerKeyStateDescriptor {
  readonly serializer: StateSerializer<Element>;
}

export interface MapStateDescriptor<Key, Value> extends PerKeyStateDescriptor {
  /** Two keys are the same when their bytes are. */
  readonly keySerializer: StateSerializer<Key>;
  readonly serializer: StateSerializer<Value>;
}

/** One value a key. What is handed in and out is copied: changing it changes no state. */
export interface ValueState<Value> {
  /** The descriptor's default when there is none. */
  value(): Value | null;
  /** Null clears. */
  update(value: Value | null): void;
  clear(): void;
}

/** A list a key, in order. Null is no element: adding it throws a StateError INVALID_VALUE and changes nothing. */
export interface KeyedListState<Element> {
  /** Empty when there is none. */
  get(): readonly Element[];
  add(element: Element): void;
  addAll(elements: readonly Element[]): void;
  /** Replaces the list; an empty one clears. */
  update(elements: readonly Element[]): void;
  clear(): void;
}

/** A map a key. A key of it is never null (StateError INVALID_VALUE); a value may be. */
export interface MapState<Key, Value> {
  /** Null when there is no such entry, or its value is null. */
  get(key: Key): Value | null;
  put(key: Key, value: Value | null): void;
  /** All entries or, when one of them is refused, none. */
  putAll(entries: Iterable<readonly [Key, Value | null]>): void;
  remove(key: Key): void;
  contains(key: Key): boolean;
  /**
   * The entries of the key that is current at the call, in the order of their first writing. Entries may be removed and written on the way: one
   * that is removed before its turn is left out, one that is added is not seen.
   */
  entries(): Iterable<readonly [Key, Value | null]>;
  keys(): Iterable<Key>;
  values(): Iterable<Value | null>;
  isEmpty(): boolean;
  clear(): void;
}
