import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeJob } from './analysis/analyze-job.ts';
import { jobExamples } from './examples.ts';
import { jobGraph } from './graph.ts';

const folder = new URL('../../../examples/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function readExample(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}

describe('examples', () => {
  it.each(files)('%s is a job without errors', (file) => {
    const result = analyzeJob(readExample(file));
    expect(result.ok ? [] : result.diagnostics).toEqual([]);
  });

  it.each(jobExamples)('$id is the file of its name', ({ id, spec }) => {
    expect(readExample(`${id}.json`)).toEqual(spec);
  });

  it('has a sample for every file', () => {
    expect(files.toSorted()).toEqual(jobExamples.map(({ id }) => `${id}.json`).toSorted());
  });

  it('warns of nothing but sockets', () => {
    const warnings = jobExamples.flatMap(({ spec }) => {
      const result = analyzeJob(spec);
      return result.ok ? result.warnings.map(({ code }) => code) : [];
    });
    expect(new Set(warnings)).toEqual(new Set(['AT_MOST_ONCE_SOURCE']));
  });
});

describe('jobGraph', () => {
  it('draws the word count', () => {
    const result = analyzeJob(readExample('word-count-socket.json'));
    if (!result.ok) throw new Error('The example has errors.');
    const graph = jobGraph(result.job);
    expect(graph.edges).toEqual([
      { from: 'lines', to: 'words', shipStrategy: 'REBALANCE' },
      { from: 'words', to: 'ones', shipStrategy: 'FORWARD' },
      { from: 'ones', to: 'counts', shipStrategy: 'HASH' },
      { from: 'counts', to: 'out', shipStrategy: 'FORWARD' },
    ]);
    expect(graph.nodes.at(-1)).toEqual({
      uid: 'out',
      name: 'out',
      type: 'print',
      role: 'sink',
      parallelism: 2,
      columns: [
        { name: 'word', type: 'STRING', nullable: false },
        { name: 'count', type: 'BIGINT', nullable: false },
      ],
    });
  });
});
