import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedRows } from './committed-files.ts';
import { JobProcess } from './job-process.ts';

const words = 2_000_000;

describe('The word count', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-words-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`counts ${words} words of a TCP feed exactly, with as many updates as words`, { timeout: 300_000 }, async () => {
    const feed = fork(fileURLToPath(new URL('feed-words.mjs', import.meta.url)), [String(words)]);
    const [{ port }] = (await once(feed, 'message')) as [{ port: number }];
    const sent = once(feed, 'message') as Promise<[{ counts: [string, number][] }]>;
    const spec = join(folder, 'spec.json');
    writeFileSync(spec, JSON.stringify(wordCount(port)));
    const job = new JobProcess([
      spec,
      '--quiet',
      '--snapshot-dir',
      join(folder, 'snapshots'),
      '--files-dir',
      join(folder, 'files'),
    ]);
    const [{ counts }] = await sent;
    expect(await job.exited, job.output).toBe(0);
    let updates = 0;
    const last = new Map<string, number>();
    for (const { word, count } of committedRows(join(folder, 'files/counts'))) {
      updates += 1;
      last.set(String(word), Math.max(Number(count), last.get(String(word)) ?? 0));
    }
    expect(updates).toBe(words);
    expect([...last].sort()).toEqual([...counts].sort());
    expect(counts.some(([word]) => word === 'ωmega')).toBe(true);
  });
});

function wordCount(port: number): object {
  return {
    name: 'word-count',
    parallelism: 2,
    checkpointing: { interval: '500ms', mode: 'EXACTLY_ONCE', timeout: '60s' },
    operators: [
      { uid: 'lines', type: 'socket-text', host: '127.0.0.1', port, maxRetries: 0 },
      { uid: 'words', type: 'flat-map', input: 'lines', split: { column: 'line', separator: '\\s+', as: 'word' } },
      { uid: 'ones', type: 'map', input: 'words', select: { word: 'LOWER(word)', n: '1' } },
      { uid: 'counts', type: 'aggregate', input: 'ones', keyBy: ['word'], aggregates: { count: 'SUM(n)' } },
      { uid: 'out', type: 'file', input: 'counts', path: 'counts', format: 'jsonl' },
    ],
  };
}
