import type { MapState, PerKeyElement, StateSerializer } from '@weir/engine-core';
import { bytesOfText, textOfBytes } from './key-bytes.ts';
import type { KeyPlace } from './key-cursor.ts';
import type { Cell, CellFormat } from './per-key-table.ts';
import { isNull, nullRefused, type StateParts } from './state-parts.ts';

interface MapEntry<Key, Value> {
  readonly timestamp: number;
  readonly key: Key;
  readonly value: Value | null;
}

export interface MapCell<Key, Value> extends Cell {
  /** By the key's bytes; changed only in a cell of the table's version. */
  readonly entries: Map<string, MapEntry<Key, Value>>;
}

export interface MapSerializers<Key, Value> {
  readonly keySerializer: StateSerializer<Key>;
  readonly serializer: StateSerializer<Value>;
}

export class MapCellFormat<Key, Value> implements CellFormat<MapCell<Key, Value>> {
  readonly #serializers: MapSerializers<Key, Value>;

  constructor(serializers: MapSerializers<Key, Value>) {
    this.#serializers = serializers;
  }

  elementsOf({ entries }: MapCell<Key, Value>, isLive: (timestamp: number) => boolean): readonly PerKeyElement[] {
    const { serializer } = this.#serializers;
    const elements: PerKeyElement[] = [];
    for (const [key, { timestamp, value }] of entries) {
      if (!isLive(timestamp)) continue;
      elements.push({
        timestamp,
        mapKey: bytesOfText(key),
        value: value === null ? null : serializer.serialize(value),
      });
    }
    return elements;
  }

  cellOf(elements: readonly PerKeyElement[], version: number): MapCell<Key, Value> {
    const { keySerializer, serializer } = this.#serializers;
    const entries = elements.map(({ timestamp, mapKey, value }): [string, MapEntry<Key, Value>] => {
      if (mapKey === null) throw new TypeError('An entry of a map has a key.');
      const key = keySerializer.deserialize(mapKey);
      return [textOfBytes(mapKey), { timestamp, key, value: value === null ? null : serializer.deserialize(value) }];
    });
    return { version, entries: new Map(entries) };
  }
}

export class HashmapMapState<Key, Value> implements MapState<Key, Value> {
  readonly #parts: StateParts<MapCell<Key, Value>>;
  readonly #serializers: MapSerializers<Key, Value>;

  constructor(parts: StateParts<MapCell<Key, Value>>, serializers: MapSerializers<Key, Value>) {
    this.#parts = parts;
    this.#serializers = serializers;
  }

  get(key: Key): Value | null {
    return this.#copyOf(this.#read(this.#parts.place, this.#idOf(key))?.value);
  }

  put(key: Key, value: Value | null): void {
    this.putAll([[key, value]]);
  }

  putAll(entries: Iterable<readonly [Key, Value | null]>): void {
    if (isNull(entries)) throw nullRefused('a map', this.#parts);
    const timestamp = this.#parts.ages.stamp();
    // Everything is copied before anything is written: one that is refused refuses all.
    const written = Array.from(entries, ([key, value]): [string, MapEntry<Key, Value>] => {
      const id = this.#idOf(key);
      return [id, { timestamp, key: this.#serializers.keySerializer.copy(key), value: this.#copyOf(value) }];
    });
    if (written.length === 0) return;
    const target = this.#writable(this.#parts.place);
    for (const [id, entry] of written) target.set(id, entry);
  }

  remove(key: Key): void {
    this.#remove(this.#parts.place, this.#idOf(key));
  }

  contains(key: Key): boolean {
    const { table, place, ages } = this.#parts;
    const entry = table.get(place)?.entries.get(this.#idOf(key));
    // Looking whether it is there does not take away an expired value that a read may still return.
    if (entry !== undefined && ages.onRead(entry.timestamp) === 'RETURN_AND_REMOVE') return true;
    return this.#read(place, this.#idOf(key)) !== undefined;
  }

  entries(): Iterable<readonly [Key, Value | null]> {
    return this.#each((key, value) => [key, value] as const);
  }

  keys(): Iterable<Key> {
    return this.#each((key) => key);
  }

  values(): Iterable<Value | null> {
    return this.#each((_, value) => value);
  }

  isEmpty(): boolean {
    const { table, place, ages } = this.#parts;
    for (const { timestamp } of table.get(place)?.entries.values() ?? []) {
      if (ages.onRead(timestamp) !== 'REMOVE') return false;
    }
    return true;
  }

  clear(): void {
    this.#parts.table.delete(this.#parts.place);
  }

  /** The key of now: the iteration belongs to it, also when it goes on while another row is current. */
  #each<Result>(resultOf: (key: Key, value: Value | null) => Result): Iterable<Result> {
    const { table, place } = this.#parts;
    const here: KeyPlace = { group: place.group, key: place.key };
    const ids = [...(table.get(here)?.entries.keys() ?? [])];
    return this.#iterate(here, ids, resultOf);
  }

  *#iterate<Result>(
    place: KeyPlace,
    ids: readonly string[],
    resultOf: (key: Key, value: Value | null) => Result,
  ): Iterable<Result> {
    for (const id of ids) {
      const entry = this.#read(place, id);
      if (entry !== undefined)
        yield resultOf(this.#serializers.keySerializer.copy(entry.key), this.#copyOf(entry.value));
    }
  }

  /** An entry as a read sees it, which may refresh or remove it. */
  #read(place: KeyPlace, id: string): MapEntry<Key, Value> | undefined {
    const { table, ages } = this.#parts;
    const entry = table.get(place)?.entries.get(id);
    if (entry === undefined) return undefined;
    const decision = ages.onRead(entry.timestamp);
    if (decision === 'RETURN_AND_REFRESH') this.#writable(place).set(id, { ...entry, timestamp: ages.stamp() });
    if (decision === 'REMOVE' || decision === 'RETURN_AND_REMOVE') this.#remove(place, id);
    return decision === 'REMOVE' ? undefined : entry;
  }

  #remove(place: KeyPlace, id: string): void {
    const { table } = this.#parts;
    if (table.get(place)?.entries.has(id) !== true) return;
    const entries = this.#writable(place);
    entries.delete(id);
    if (entries.size === 0) table.delete(place);
  }

  #writable(place: KeyPlace): Map<string, MapEntry<Key, Value>> {
    const { table } = this.#parts;
    const cell = table.get(place);
    if (cell?.version === table.version) return cell.entries;
    const entries = new Map(cell?.entries);
    table.set(place, { version: table.version, entries });
    return entries;
  }

  #idOf(key: Key): string {
    if (isNull(key)) throw nullRefused('a key', this.#parts);
    return textOfBytes(this.#serializers.keySerializer.serialize(this.#serializers.keySerializer.copy(key)));
  }

  #copyOf(value: Value | null | undefined): Value | null {
    return isNull(value) ? null : this.#serializers.serializer.copy(value);
  }
}
