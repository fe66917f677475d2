import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows of a `file` sink (jsonl) that a reader outside sees: hidden files are not committed. */
export function* committedRows(folder: string): Generator<Readonly<Record<string, unknown>>> {
  for (const name of readdirSync(folder).sort()) {
    if (name.startsWith('.') || !name.endsWith('.jsonl')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n', from);
      yield JSON.parse(text.slice(from, end)) as Record<string, unknown>;
      from = end + 1;
    }
  }
}

export interface ExactCheck {
  readonly rows: number;
  readonly rowsFolder: string;
  readonly updatesFolder: string;
}

export interface ExactResult {
  readonly lost: number;
  readonly repeated: number;
  /** Keys whose last update differs from a plain loop over the rows. */
  readonly wrongKeys: number;
  readonly updates: number;
}

/** Compares what stands in the files with the rows `{i, k, v}`, i from 0, and the sums and counts of a plain loop by k. */
export function checkExactlyOnce({ rows, rowsFolder, updatesFolder }: ExactCheck): ExactResult {
  const seen = new Uint8Array(rows);
  const plain = new Map<unknown, { sum: number; count: number }>();
  let repeated = 0;
  for (const { i, k, v } of committedRows(rowsFolder)) {
    if (seen[Number(i)] !== 0) repeated += 1;
    seen[Number(i)] = 1;
    const totals = plain.get(k) ?? { sum: 0, count: 0 };
    totals.sum += Number(v);
    totals.count += 1;
    plain.set(k, totals);
  }
  const last = new Map<unknown, { sum: number; count: number }>();
  let updates = 0;
  for (const { k, sum, count } of committedRows(updatesFolder)) {
    updates += 1;
    if (Number(count) > (last.get(k)?.count ?? 0)) last.set(k, { sum: Number(sum), count: Number(count) });
  }
  let wrongKeys = 0;
  for (const [k, { sum, count }] of plain) if (last.get(k)?.sum !== sum || last.get(k)?.count !== count) wrongKeys += 1;
  const lost = seen.reduce((missing, flag) => missing + (flag === 0 ? 1 : 0), 0);
  return { lost, repeated, wrongKeys: wrongKeys + Math.abs(last.size - plain.size), updates };
}

/** Seeded rows, one file sink for them and one for their sums by key. */
export function exactlyOnceSpec(name: string, rows: number, rowsPerSecond: number): object {
  return {
    name,
    parallelism: 2,
    checkpointing: { interval: '200ms' },
    operators: [
      {
        uid: 'bids',
        type: 'datagen',
        rows,
        rowsPerSecond,
        columns: {
          i: { kind: 'sequence' },
          k: { kind: 'int', min: 0, max: 9_999 },
          v: { kind: 'int', min: 0, max: 999 },
        },
      },
      { uid: 'rows', type: 'file', input: 'bids', path: 'rows', format: 'jsonl' },
      { uid: 'sums', type: 'aggregate', input: 'bids', keyBy: ['k'], aggregates: { sum: 'SUM(v)', count: 'COUNT(*)' } },
      { uid: 'updates', type: 'file', input: 'sums', path: 'updates', format: 'jsonl' },
    ],
  };
}
