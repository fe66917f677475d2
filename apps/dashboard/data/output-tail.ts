import type { OutputRow } from './api-types.ts';

/** Rows kept in the page; older ones leave at the top. */
export const tailRowsMax = 500;

/** Adds a page to the tail: each sequence once, in order, bounded. */
export function appendToTail(tail: readonly OutputRow[], page: readonly OutputRow[]): readonly OutputRow[] {
  const last = tail.at(-1)?.sequence ?? -1;
  const fresh = new Map(page.filter((row) => row.sequence > last).map((row) => [row.sequence, row]));
  if (fresh.size === 0) return tail;
  return [...tail, ...[...fresh.values()].toSorted((a, b) => a.sequence - b.sequence)].slice(-tailRowsMax);
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
