import { type Column, textOf, type OperatorContext, type RecordBatch } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { keyNumberOf } from './row-shape.ts';

/** Looks at what an operator takes in, in the thread that processes it. A throw fails the task. */
export interface BatchCheck {
  /** State has been restored. */
  open(): void;
  take(batch: RecordBatch): void;
  /** Puts the present state into the state stores. */
  snapshot(): void;
}

/** Reads a column of numbers, or of keys, by its name. */
export class ColumnReader {
  readonly #index: number;

  constructor(batch: Pick<RecordBatch, 'schema'>, name: string) {
    this.#index = batch.schema.findIndex((column) => column.name === name);
    invariant(this.#index >= 0, 'A checked column is in the batch.', { name });
  }

  number(batch: RecordBatch, row: number): number {
    const column = batch.columns[this.#index] as Column;
    return column.kind === 'utf8' ? keyNumberOf(textOf(column, row)) : Number(column.values[row]);
  }
}

/** Where a row was seen, for people. */
export function placeOf({ uid, subtask, epoch }: Pick<OperatorContext, 'uid' | 'subtask' | 'epoch'>): string {
  return `${uid} (subtask ${subtask}, epoch ${epoch})`;
}
