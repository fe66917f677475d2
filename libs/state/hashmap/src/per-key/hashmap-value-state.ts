import type { PerKeyElement, StateSerializer, ValueState } from '@weir/engine-core';
import { assertNever } from '@weir/kernel';
import type { Cell, CellFormat } from './per-key-table.ts';
import { isNull, type StateParts } from './state-parts.ts';

/** Never changed: a write puts another cell into its place. */
export interface ValueCell<Value> extends Cell {
  readonly timestamp: number;
  readonly value: Value;
}

export class ValueCellFormat<Value> implements CellFormat<ValueCell<Value>> {
  readonly #serializer: StateSerializer<Value>;

  constructor(serializer: StateSerializer<Value>) {
    this.#serializer = serializer;
  }

  elementsOf({ timestamp, value }: ValueCell<Value>, isLive: (timestamp: number) => boolean): readonly PerKeyElement[] {
    return isLive(timestamp) ? [{ timestamp, mapKey: null, value: this.#serializer.serialize(value) }] : [];
  }

  cellOf([element]: readonly PerKeyElement[], version: number): ValueCell<Value> {
    const { timestamp, value } = element ?? {};
    if (timestamp === undefined || isNull(value)) throw new TypeError('A value state holds one value a key.');
    return { version, timestamp, value: this.#serializer.deserialize(value) };
  }
}

export class HashmapValueState<Value> implements ValueState<Value> {
  readonly #parts: StateParts<ValueCell<Value>>;
  readonly #serializer: StateSerializer<Value>;
  readonly #defaultValue: Value | null;

  constructor(
    parts: StateParts<ValueCell<Value>>,
    { serializer, defaultValue }: { readonly serializer: StateSerializer<Value>; readonly defaultValue?: Value },
  ) {
    this.#parts = parts;
    this.#serializer = serializer;
    this.#defaultValue = isNull(defaultValue) ? null : serializer.copy(defaultValue);
  }

  value(): Value | null {
    const { table, place, ages } = this.#parts;
    const cell = table.get(place);
    if (cell === undefined) return this.#default();
    const decision = ages.onRead(cell.timestamp);
    switch (decision) {
      case 'RETURN':
        break;
      case 'RETURN_AND_REFRESH':
        table.set(place, { ...cell, version: table.version, timestamp: ages.stamp() });
        break;
      case 'RETURN_AND_REMOVE':
        table.delete(place);
        break;
      case 'REMOVE':
        table.delete(place);
        return this.#default();
      default:
        return assertNever(decision);
    }
    return this.#serializer.copy(cell.value);
  }

  update(value: Value | null): void {
    if (isNull(value)) return this.clear();
    const { table, place, ages } = this.#parts;
    table.set(place, { version: table.version, timestamp: ages.stamp(), value: this.#serializer.copy(value) });
  }

  clear(): void {
    this.#parts.table.delete(this.#parts.place);
  }

  #default(): Value | null {
    return this.#defaultValue === null ? null : this.#serializer.copy(this.#defaultValue);
  }
}
