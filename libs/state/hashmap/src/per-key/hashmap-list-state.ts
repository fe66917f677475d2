import type { KeyedListState, PerKeyElement, StateSerializer } from '@weir/engine-core';
import type { Cell, CellFormat } from './per-key-table.ts';
import { isNull, nullRefused, type StateParts } from './state-parts.ts';

interface Timed<Value> {
  readonly timestamp: number;
  readonly value: Value;
}

export interface ListCell<Element> extends Cell {
  /** Appended to only in a cell of the table's version. */
  readonly elements: Timed<Element>[];
}

export class ListCellFormat<Element> implements CellFormat<ListCell<Element>> {
  readonly #serializer: StateSerializer<Element>;

  constructor(serializer: StateSerializer<Element>) {
    this.#serializer = serializer;
  }

  elementsOf({ elements }: ListCell<Element>, isLive: (timestamp: number) => boolean): readonly PerKeyElement[] {
    return elements
      .filter(({ timestamp }) => isLive(timestamp))
      .map(({ timestamp, value }) => ({ timestamp, mapKey: null, value: this.#serializer.serialize(value) }));
  }

  cellOf(elements: readonly PerKeyElement[], version: number): ListCell<Element> {
    const values = elements.map(({ timestamp, value }) => {
      if (value === null) throw new TypeError('A list has no null.');
      return { timestamp, value: this.#serializer.deserialize(value) };
    });
    return { version, elements: values };
  }
}

export class HashmapListState<Element> implements KeyedListState<Element> {
  readonly #parts: StateParts<ListCell<Element>>;
  readonly #serializer: StateSerializer<Element>;

  constructor(parts: StateParts<ListCell<Element>>, serializer: StateSerializer<Element>) {
    this.#parts = parts;
    this.#serializer = serializer;
  }

  get(): readonly Element[] {
    const { table, place } = this.#parts;
    const cell = table.get(place);
    if (cell === undefined) return [];
    const { shown, kept, isChanged } = this.#read(cell.elements);
    if (isChanged && kept.length === 0) table.delete(place);
    else if (isChanged) table.set(place, { version: table.version, elements: kept });
    return shown.map((value) => this.#serializer.copy(value));
  }

  add(element: Element): void {
    this.addAll([element]);
  }

  addAll(elements: readonly Element[]): void {
    const added = this.#timed(elements);
    if (added.length === 0) return;
    const { table, place } = this.#parts;
    const cell = table.get(place);
    if (cell?.version === table.version) {
      for (const element of added) cell.elements.push(element);
    } else table.set(place, { version: table.version, elements: [...(cell?.elements ?? []), ...added] });
  }

  update(elements: readonly Element[]): void {
    const written = this.#timed(elements);
    const { table, place } = this.#parts;
    if (written.length === 0) table.delete(place);
    else table.set(place, { version: table.version, elements: written });
  }

  clear(): void {
    this.#parts.table.delete(this.#parts.place);
  }

  /** What a read returns, and what it leaves behind. */
  #read(elements: readonly Timed<Element>[]): { shown: Element[]; kept: Timed<Element>[]; isChanged: boolean } {
    const { ages } = this.#parts;
    const shown: Element[] = [];
    const kept: Timed<Element>[] = [];
    let isChanged = false;
    for (const element of elements) {
      const decision = ages.onRead(element.timestamp);
      const isRefreshed = decision === 'RETURN_AND_REFRESH';
      const isRemoved = decision === 'REMOVE' || decision === 'RETURN_AND_REMOVE';
      if (decision !== 'REMOVE') shown.push(element.value);
      if (!isRemoved) kept.push(isRefreshed ? { ...element, timestamp: ages.stamp() } : element);
      isChanged ||= isRefreshed || isRemoved;
    }
    return { shown, kept, isChanged };
  }

  /** Copies of all elements, before anything is changed: one that is refused refuses all. */
  #timed(elements: readonly Element[]): Timed<Element>[] {
    if (isNull(elements)) throw nullRefused('a list', this.#parts);
    const timestamp = this.#parts.ages.stamp();
    return Array.from(elements, (element) => {
      if (isNull(element)) throw nullRefused('an element', this.#parts);
      return { timestamp, value: this.#serializer.copy(element) };
    });
  }
}
