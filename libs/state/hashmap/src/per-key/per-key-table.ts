import type { KeyedStateDescriptor, KeyGroupRange, PerKeyElement } from '@weir/engine-core';
import type { KeyPlace } from './key-cursor.ts';

/** What a state holds for one key. A cell whose version is not the table's belongs to a cut too: it is replaced, never changed. */
export interface Cell {
  readonly version: number;
}

/** How the cells of a state become what a snapshot holds, and back. */
export interface CellFormat<Held extends Cell> {
  /** The elements that `isLive`, by the time they carry. */
  elementsOf(cell: Held, isLive: (timestamp: number) => boolean): readonly PerKeyElement[];
  /** Throws when an element is not what its serializer wrote. */
  cellOf(elements: readonly PerKeyElement[], version: number): Held;
}

export type CellsOfGroup<Held extends Cell> = ReadonlyMap<string, Held>;

/** A state at one moment, while the table goes on. */
export interface PerKeyTableCut<Held extends Cell> {
  readonly descriptor: KeyedStateDescriptor;
  readonly format: CellFormat<Held>;
  /** By key group, counted from the backend's first. */
  readonly groups: readonly (CellsOfGroup<Held> | undefined)[];
  readonly firstKeyGroup: number;
  readonly isLive: (timestamp: number) => boolean;
  /** Number of keys. */
  readonly size: number;
  readonly bytes: number;
}

/** Bytes that a cell and its place in the map take on the heap, about, besides its key and what user code put into it. */
const cellBytes = 96;

/**
 * The cells of one state by key group and key. A cut takes the groups as they are; the first write to a group afterwards copies its
 * map, but not its cells. So the synchronous part of a snapshot does not grow with the state.
 */
export class PerKeyTable<Held extends Cell> {
  readonly descriptor: KeyedStateDescriptor;
  readonly format: CellFormat<Held>;
  readonly #keyGroups: KeyGroupRange;
  readonly #groups: (Map<string, Held> | undefined)[];
  /** The version in which a group's map was copied or made. */
  readonly #groupVersions: Int32Array;
  #version = 0;
  #size = 0;
  #keyBytes = 0;

  constructor(descriptor: KeyedStateDescriptor, format: CellFormat<Held>, keyGroups: KeyGroupRange) {
    this.descriptor = descriptor;
    this.format = format;
    this.#keyGroups = keyGroups;
    const count = keyGroups.last - keyGroups.first + 1;
    this.#groups = Array.from({ length: count }, () => undefined);
    this.#groupVersions = new Int32Array(count);
  }

  /** Rises with each cut; new cells carry it. */
  get version(): number {
    return this.#version;
  }

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#keyBytes + this.#size * cellBytes;
  }

  get({ group, key }: KeyPlace): Held | undefined {
    return this.#groups[group]?.get(key);
  }

  set({ group, key }: KeyPlace, cell: Held): void {
    const cells = this.#writable(group);
    const before = cells.size;
    cells.set(key, cell);
    if (cells.size === before) return;
    this.#size += 1;
    this.#keyBytes += key.length;
  }

  delete({ group, key }: KeyPlace): void {
    if (this.#groups[group]?.has(key) !== true) return;
    this.#writable(group).delete(key);
    this.#size -= 1;
    this.#keyBytes -= key.length;
  }

  forEach(visit: (place: KeyPlace, cell: Held) => void): void {
    this.#groups.forEach((cells, group) => {
      for (const [key, cell] of cells ?? []) visit({ group, key }, cell);
    });
  }

  cut(isLive: (timestamp: number) => boolean): PerKeyTableCut<Held> {
    this.#version += 1;
    const { descriptor, format, size, bytes } = this;
    return { descriptor, format, groups: [...this.#groups], firstKeyGroup: this.#keyGroups.first, isLive, size, bytes };
  }

  #writable(group: number): Map<string, Held> {
    const cells = this.#groups[group];
    if (cells !== undefined && this.#groupVersions[group] === this.#version) return cells;
    const copy = new Map(cells);
    this.#groups[group] = copy;
    this.#groupVersions[group] = this.#version;
    return copy;
  }
}
