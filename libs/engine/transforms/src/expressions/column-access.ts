import type { Column, Utf8Column } from '@weir/engine-core';
import { invariant } from '@weir/kernel';

// The compiler has matched the types; these narrow a column once a batch.

export function int32Values(column: Column): Int32Array {
  invariant(column.kind === 'int32', 'A kernel got a column of another type.', { kind: column.kind });
  return column.values;
}

export function float64Values(column: Column): Float64Array {
  invariant(column.kind === 'float64', 'A kernel got a column of another type.', { kind: column.kind });
  return column.values;
}

export function boolValues(column: Column): Uint8Array {
  invariant(column.kind === 'bool', 'A kernel got a column of another type.', { kind: column.kind });
  return column.values;
}

export function utf8Column(column: Column): Utf8Column {
  invariant(column.kind === 'utf8', 'A kernel got a column of another type.', { kind: column.kind });
  return column;
}

/** A number of a row, whatever its array; for messages. */
export function numberAt(column: Column, row: number): number {
  invariant(column.kind !== 'utf8', 'A kernel got a column of another type.', { kind: column.kind });
  return column.values[row] ?? 0;
}
