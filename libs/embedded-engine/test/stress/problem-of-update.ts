import { sumOfKey, type RowShape } from './row-shape.ts';

/** One row of the aggregate. */
export interface Update {
  /** Number of the key. */
  readonly k: number;
  /** Rows of the key so far, of both sources. */
  readonly n: number;
  readonly total: number;
  /** Greatest i so far. */
  readonly last: number;
  /** Rows of the second source so far. */
  readonly second: number;
}

/** What the counts of an update say of its other columns; null when all of them fit. */
export function problemOfUpdate(shape: Pick<RowShape, 'keys'>, { k, n, total, last, second }: Update): string | null {
  const { keys } = shape;
  const first = n - second;
  const wantedTotal =
    sumOfKey(keys, { source: 0, key: k, count: first }) + sumOfKey(keys, { source: 1, key: k, count: second });
  const wantedLast = k + keys * (Math.max(first, second) - 1);
  if (total !== wantedTotal) return `expected the total ${wantedTotal}, found ${total}`;
  return last === wantedLast ? null : `expected the last row ${wantedLast}, found ${last}`;
}
