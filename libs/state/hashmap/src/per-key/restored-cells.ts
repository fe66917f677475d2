import type { PerKeyElement } from '@weir/engine-core';
import type { Cell, CellFormat } from './per-key-table.ts';

/** Restored values of a state that no operator has declared yet: nobody knows how to read them. */
export interface RestoredCell extends Cell {
  readonly elements: readonly PerKeyElement[];
}

/** They go into the next snapshot as they came. */
export const restoredCellFormat: CellFormat<RestoredCell> = {
  elementsOf: ({ elements }) => elements,
  cellOf: (elements, version) => ({ version, elements }),
};
