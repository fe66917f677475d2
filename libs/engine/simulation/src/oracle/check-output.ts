import type { Expectation, KeyTotal, Row } from './reference.ts';

/** Rows of one committed file, in its order. */
export type CommittedFile = readonly Readonly<Record<string, unknown>>[];

/** What is wrong with the committed files of a sink, in words; null when nothing is. */
export function checkOutput(expected: Expectation, files: readonly CommittedFile[]): string | null {
  return expected.kind === 'rows' ? checkRows(expected.rows, files) : checkTotals(expected, files);
}

function checkRows(expected: readonly Row[], files: readonly CommittedFile[]): string | null {
  const wanted = countBy(expected.map(textOf));
  const seen = countBy(
    files.flat().map((row) => textOf({ n: Number(row['n']), k: String(row['k']), v: Number(row['v']) })),
  );
  for (const [row, times] of wanted) {
    const found = seen.get(row) ?? 0;
    if (found < times) return `lost row: ${row} stands ${found} times, wanted ${times}`;
    if (found > times) return `repeated row: ${row} stands ${found} times, wanted ${times}`;
  }
  for (const row of seen.keys()) if (!wanted.has(row)) return `unknown row: ${row}`;
  return null;
}

function checkTotals(
  expected: Extract<Expectation, { kind: 'totals' }>,
  files: readonly CommittedFile[],
): string | null {
  const rows = files
    .flat()
    .map((row) => ({ k: String(row['k']), rows: Number(row['rows']), total: Number(row['total']) }));
  const seen = countBy(rows.map(({ k, rows: count }) => `${k}#${count}`));
  const last = new Map<string, KeyTotal>();
  for (const row of rows) if (row.rows > (last.get(row.k)?.rows ?? 0)) last.set(row.k, row);
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
  for (const key of last.keys()) if (!expected.totals.has(key)) return `unknown key: ${key}`;
  return checkOrder(files);
}

/** Counts of one key rise within a file: nothing overtook. */
function checkOrder(files: readonly CommittedFile[]): string | null {
  for (const file of files) {
    const last = new Map<string, number>();
    for (const row of file) {
      const key = String(row['k']);
      const count = Number(row['rows']);
      if (count <= (last.get(key) ?? 0))
        return `reordered: ${key} counts ${count} after ${last.get(key) ?? 0} in one file`;
      last.set(key, count);
    }
  }
  return null;
}

function textOf({ n, k, v }: Row): string {
  return JSON.stringify({ n, k, v });
}

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
