import type { OutputRow } from './api-types.ts';

/** Rows kept in the page; older ones leave at the top. */
export const tailRowsMax = 500;

/** Adds a page to the tail: each sequence once, in order, bounded. A lower sequence than any known begins a new run's tail. */
export function appendToTail(tail: readonly OutputRow[], page: readonly OutputRow[]): readonly OutputRow[] {
  const last = tail.at(-1)?.sequence ?? -1;
  const fresh = page.filter((row) => row.sequence > last).toSorted((a, b) => a.sequence - b.sequence);
  return fresh.length === 0 ? tail : [...tail, ...fresh].slice(-tailRowsMax);
}

/** Columns of the rows in the order of their first appearance. */
export function tailColumns(tail: readonly OutputRow[]): readonly string[] {
  return [...new Set(tail.flatMap(({ row }) => Object.keys(row)))];
}

/** A cell as text. Text stands as it is; anything else as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
