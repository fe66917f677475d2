import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommitted } from './check-committed.ts';
import { drawPipeline } from './draw-pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { sumOfKey, valueOfRow, type RowShape } from './row-shape.ts';

const shape: RowShape = { sources: 1, rows: 12, splits: 4, keys: 4, keyKind: 'STRING' };

function pipelineOf(kind: 'rows' | 'updates', format: 'jsonl' | 'csv'): Pipeline {
  return { ...drawPipeline(1, { parallelism: 1, threads: 1 }), shape, sinks: [{ kind, path: 'out', format }] };
}

function rowOf(i: number): Record<string, unknown> {
  return { s: 0, i, k: `key-${i % 4}`, v: valueOfRow(0, i) };
}

function updateOf(k: number, n: number): Record<string, unknown> {
  const total = sumOfKey(shape.keys, { source: 0, key: k, count: n });
  return { k: `key-${k}`, n, total, last: k + (n - 1) * shape.keys, second: 0 };
}

const allRows = Array.from({ length: 12 }, (_, i) => rowOf(i));
const allUpdates = [0, 1, 2, 3].flatMap((k) => [1, 2, 3].map((n) => updateOf(k, n)));

describe('checkCommitted', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'weir-check-'));
    mkdirSync(join(root, 'out'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(name: string, rows: readonly Readonly<Record<string, unknown>>[]): void {
    const isCsv = name.endsWith('csv');
    const lines = rows.map((row) => (isCsv ? Object.values(row).join(',') : JSON.stringify(row)));
    const header = isCsv ? [Object.keys(rows[0] ?? {}).join(',')] : [];
    writeFileSync(join(root, 'out', name), [...header, ...lines, ''].join('\n'));
  }

  it.each(['jsonl', 'csv'] as const)('finds nothing in what is right, in %s, over files and subtasks', (format) => {
    write(`part-0123456789ab-1-0-9.${format}`, allRows.slice(0, 5));
    write(`part-0123456789ab-1-0-10.${format}`, allRows.slice(5, 9));
    write(`part-0123456789ab-1-1-0.${format}`, allRows.slice(9));
    expect(checkCommitted(pipelineOf('rows', format), root)).toMatchObject({
      rows: 12,
      lost: 0,
      repeated: 0,
      reordered: 0,
      wrong: 0,
    });
  });

  it.each([
    ['a lost row', allRows.slice(1), { lost: 1 }],
    ['a row that is there twice', [...allRows, rowOf(3)], { repeated: 1 }],
    [
      'a row that came too early',
      [rowOf(4), rowOf(0), ...allRows.filter(({ i }) => i !== 0 && i !== 4)],
      { reordered: 1 },
    ],
    ['a row with the value of another', [...allRows.slice(1), { ...rowOf(0), v: 1 }], { wrong: 1, lost: 1 }],
    ['a row that no source makes', [...allRows, rowOf(12)], { wrong: 1 }],
  ])('finds %s', (_, rows, found) => {
    write('part-0123456789ab-1-0-0.jsonl', rows);
    const counts = checkCommitted(pipelineOf('rows', 'jsonl'), root);
    expect(counts).toMatchObject({ lost: 0, repeated: 0, reordered: 0, wrong: 0, ...found });
    expect(counts.examples.length).toBeGreaterThan(0);
  });

  it('does not see what is not committed', () => {
    write('part-0123456789ab-1-0-0.jsonl', allRows.slice(0, 11));
    write('.part-0123456789ab-1-0-1.jsonl', allRows.slice(11));
    expect(checkCommitted(pipelineOf('rows', 'jsonl'), root)).toMatchObject({ lost: 1 });
  });

  it.each([
    ['nothing in what is right', allUpdates, {}],
    ['a lost update', allUpdates.slice(0, -1), { lost: 1 }],
    ['an update that is there twice', [...allUpdates, updateOf(1, 2)], { repeated: 1 }],
    ['an update that overtook another', [updateOf(0, 2), updateOf(0, 1), ...allUpdates.slice(2)], { reordered: 1 }],
    [
      'a total that no rows add up to',
      [{ ...updateOf(0, 1), total: 1 }, ...allUpdates.slice(1)],
      { wrong: 1, lost: 1 },
    ],
  ])('finds %s', (_, updates, found) => {
    write('part-0123456789ab-1-0-0.jsonl', updates);
    const counts = checkCommitted(pipelineOf('updates', 'jsonl'), root);
    expect(counts).toMatchObject({ lost: 0, repeated: 0, reordered: 0, wrong: 0, ...found });
  });
});
