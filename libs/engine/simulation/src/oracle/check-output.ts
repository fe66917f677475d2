import type { World } from '../world/world.ts';
import { keyTextOf, type Expectation, type KeyTotal } from './reference.ts';
import type { CommittedFile } from './read-committed.ts';

export interface OutputFacts {
  readonly expected: Expectation;
  /** What the sources could make at all: more than expected when the job was drained. At-least-once may have committed some of it before a failure. */
  readonly possible: Expectation;
  readonly files: readonly CommittedFile[];
  readonly guarantee: World['guarantee'];
}

/** What is wrong with the committed files of a sink, in words; null when nothing is. */
export function checkOutput({ expected, possible, files, guarantee }: OutputFacts): string | null {
  const isExact = guarantee === 'EXACTLY_ONCE';
  const unknown = unknownIn(isExact ? expected : possible, files);
  if (expected.kind === 'rows') return checkRows(expected.rows, files, isExact ? isOnce : isAtLeastOnce) ?? unknown;
  return (
    (isExact ? checkTotals(expected, files) : checkLeastTotals(expected, files)) ??
    unknown ??
    checkCounts(files, expected.keyColumns)
  );
}

/** A row, or a key, that nobody can have made. */
function unknownIn(possible: Expectation, files: readonly CommittedFile[]): string | null {
  if (possible.kind === 'rows') {
    const known = new Set(possible.rows.map((row) => textOf({ ...row })));
    const stranger = files.flatMap(({ rows }) => rows.map(textOf)).find((row) => !known.has(row));
    return stranger === undefined ? null : `unknown row: ${stranger}`;
  }
  const stranger = updatesOf(files, possible.keyColumns).find(({ key }) => !possible.totals.has(key));
  return stranger === undefined ? null : `unknown key: ${stranger.key}`;
}

type IsRight = (found: number, wanted: number) => boolean;
const isOnce: IsRight = (found, wanted) => found === wanted;
const isAtLeastOnce: IsRight = (found, wanted) => found >= wanted;

function checkRows(
  expected: Extract<Expectation, { kind: 'rows' }>['rows'],
  files: readonly CommittedFile[],
  isRight: IsRight,
): string | null {
  const wanted = countBy(expected.map((row) => textOf({ ...row })));
  const seen = countBy(files.flatMap(({ rows }) => rows.map(textOf)));
  for (const [row, times] of wanted) {
    const found = seen.get(row) ?? 0;
    if (!isRight(found, times))
      return `${found < times ? 'lost' : 'repeated'} row: ${row} stands ${found} times, wanted ${times}`;
  }
  return null;
}

type Totals = Extract<Expectation, { kind: 'totals' }>;

interface Update extends KeyTotal {
  readonly key: string;
}

function checkTotals(expected: Totals, files: readonly CommittedFile[]): string | null {
  const updates = updatesOf(files, expected.keyColumns);
  const seen = countBy(updates.map(({ key, rows }) => `${key}#${rows}`));
  const last = lastOf(updates);
  for (const [key, want] of expected.totals) {
    const found = last.get(key);
    if (found?.rows !== want.rows || found.total !== want.total) {
      return `state of ${key}: last row says ${JSON.stringify(found ?? null)}, a plain loop ${JSON.stringify(want)}`;
    }
    if (expected.emit === 'every-update') {
      for (let count = 1; count <= want.rows; count += 1) {
        const times = seen.get(`${key}#${count}`) ?? 0;
        if (times !== 1) return `update ${count} of ${key} stands ${times} times, wanted once`;
      }
    }
  }
  for (const [update, times] of seen) if (times !== 1) return `update ${update} stands ${times} times`;
  return null;
}

/** Rows may have counted several times, in the state as in the output; none may be missing. */
function checkLeastTotals(expected: Totals, files: readonly CommittedFile[]): string | null {
  const updates = updatesOf(files, expected.keyColumns);
  const seen = countBy(updates.map(({ key, rows }) => `${key}#${rows}`));
  const last = lastOf(updates);
  for (const [key, want] of expected.totals) {
    const found = last.get(key) ?? { rows: 0, total: 0 };
    if (found.rows < want.rows || (found.total ?? 0) < (want.total ?? 0))
      return `lost rows of ${key}: last row says ${JSON.stringify(found)}, a plain loop ${JSON.stringify(want)}`;
    if (expected.emit === 'every-update') {
      for (let count = 1; count <= want.rows; count += 1)
        if (!seen.has(`${key}#${count}`)) return `update ${count} of ${key} is missing`;
    }
  }
  return null;
}

/** Counts of one key rise within a file: nothing overtook. */
function checkCounts(files: readonly CommittedFile[], keyColumns: readonly string[]): string | null {
  for (const file of files) {
    const last = new Map<string, number>();
    for (const { key, rows } of updatesOf([file], keyColumns)) {
      const before = last.get(key) ?? 0;
      if (rows <= before) return `reordered: ${key} counts ${rows} after ${before} in one file`;
      last.set(key, rows);
    }
  }
  return null;
}

function updatesOf(files: readonly CommittedFile[], keyColumns: readonly string[]): Update[] {
  return files.flatMap(({ rows }) =>
    rows.map((row) => ({
      key: keyTextOf(row, keyColumns),
      rows: Number(row['rows']),
      total: row['total'] === null ? null : Number(row['total']),
    })),
  );
}

/** The update with the greatest count of each key. */
function lastOf(updates: readonly Update[]): Map<string, KeyTotal> {
  const last = new Map<string, KeyTotal>();
  for (const { key, rows, total } of updates) if (rows > (last.get(key)?.rows ?? 0)) last.set(key, { rows, total });
  return last;
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  return keyTextOf(row, ['n', 'k', 'v']);
}

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
