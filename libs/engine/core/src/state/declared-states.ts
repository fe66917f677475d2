import type { KeyedStateDescriptor } from '../snapshot/handles.ts';

/** The part of a keyed table that must be equal for its state to be taken over. */
export type TableShape = Pick<KeyedStateDescriptor, 'name' | 'keyColumns' | 'valueColumns'>;

/** What an operator asks for when it opens, known before it does. */
export interface DeclaredStates {
  readonly tables: readonly TableShape[];
  /** Names of its operator states. */
  readonly lists: readonly string[];
}

/** `(word STRING) -> (count BIGINT)`. Two tables fit when these are equal. */
export function describeTable({ keyColumns, valueColumns }: Omit<TableShape, 'name'>): string {
  return `(${describeColumns(keyColumns)}) -> (${describeColumns(valueColumns)})`;
}

export function describeColumns(columns: TableShape['keyColumns']): string {
  return columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? ' NULL' : ''}`).join(', ');
}
