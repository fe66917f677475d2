import { analyzeJob, type AnalyzedJob } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { pruneColumns, requiredColumns } from './prune-columns.ts';

function analyzed(...operators: readonly object[]): AnalyzedJob {
  const analysis = analyzeJob({ name: 'test', operators });
  if (!analysis.ok) throw new Error(JSON.stringify(analysis.diagnostics));
  return analysis.job;
}

const bids = {
  uid: 'bids',
  type: 'datagen',
  rows: 10,
  columns: {
    auction: { kind: 'int', min: 0, max: 9 },
    bidder: { kind: 'int', min: 0, max: 9 },
    price: { kind: 'double' },
    channel: { kind: 'string', cardinality: 5 },
    url: { kind: 'string', cardinality: 5 },
  },
};
const namesOf = (job: AnalyzedJob, uid: string): string[] =>
  job.operators.find((operator) => operator.uid === uid)?.columns.map(({ name }) => name) ?? [];

describe('pruneColumns', () => {
  const projected = analyzed(
    bids,
    { uid: 'some', type: 'filter', input: 'bids', where: 'MOD(auction, 3) = 0 AND price > 0.5' },
    { uid: 'two', type: 'map', input: 'some', select: { who: 'bidder', what: 'auction', unused: 'price * 2' } },
    { uid: 'sums', type: 'aggregate', input: 'two', keyBy: ['who'], aggregates: { n: 'COUNT(*)', s: 'SUM(what)' } },
    { uid: 'out', type: 'blackhole', input: 'sums' },
  );

  it('leaves out what nobody reads, from the source on', () => {
    expect(requiredColumns(projected).get('bids')).toEqual([0, 1, 2]);
    const job = pruneColumns(projected);
    expect(namesOf(job, 'bids')).toEqual(['auction', 'bidder', 'price']);
    expect(namesOf(job, 'some')).toEqual(['auction', 'bidder', 'price']);
    expect(namesOf(job, 'two')).toEqual(['who', 'what']);
    expect(namesOf(job, 'sums')).toEqual(namesOf(projected, 'sums'));
  });

  it('points expressions at the places where columns now are', () => {
    const job = pruneColumns(
      analyzed(
        bids,
        {
          uid: 'last',
          type: 'map',
          input: 'bids',
          select: { c: 'UPPER(channel)', p: 'CASE WHEN price > 1 THEN price ELSE 0 END' },
        },
        { uid: 'out', type: 'blackhole', input: 'last' },
      ),
    );
    const [source, map] = job.operators;
    expect(source?.columns.map(({ name }) => name)).toEqual(['price', 'channel']);
    expect(map?.inputColumns).toEqual(source?.columns);
    const places = JSON.stringify(map?.type === 'map' ? map.projections : null).matchAll(
      /"index":(\d+),"name":"(\w+)"/g,
    );
    const named = new Set([...places].map(([, index, name]) => `${name}@${index}`));
    expect(named).toEqual(new Set(['price@0', 'channel@1']));
  });

  it('keeps what any of several consumers reads', () => {
    const job = pruneColumns(
      analyzed(
        bids,
        { uid: 'a', type: 'map', input: 'bids', select: { a: 'auction' } },
        { uid: 'b', type: 'map', input: 'bids', select: { u: 'url' } },
        { uid: 'outA', type: 'blackhole', input: 'a' },
        { uid: 'outB', type: 'blackhole', input: 'b' },
      ),
    );
    expect(namesOf(job, 'bids')).toEqual(['auction', 'url']);
  });

  it('copies no column over a split but those that are read behind it', () => {
    const job = pruneColumns(
      analyzed(
        bids,
        { uid: 'words', type: 'flat-map', input: 'bids', split: { column: 'url', separator: '/', as: 'word' } },
        { uid: 'out', type: 'map', input: 'words', select: { p: 'price', w: 'word' } },
        { uid: 'sink', type: 'blackhole', input: 'out' },
      ),
    );
    expect(namesOf(job, 'bids')).toEqual(['price', 'url']);
    expect(job.operators[1]).toMatchObject({ splitColumn: 1, keptColumns: [0] });
    expect(namesOf(job, 'words')).toEqual(['price', 'word']);
  });

  it('leaves a union and its inputs as they are', () => {
    const job = analyzed(
      bids,
      { ...bids, uid: 'more' },
      { uid: 'all', type: 'union', inputs: ['bids', 'more'] },
      { uid: 'a', type: 'map', input: 'all', select: { a: 'auction' } },
      { uid: 'out', type: 'blackhole', input: 'a' },
    );
    expect(pruneColumns(job).operators).toEqual(job.operators);
  });

  it('leaves a source one column when its rows are only counted', () => {
    const job = pruneColumns(
      analyzed(
        { ...bids, columns: { text: bids.columns.url, n: bids.columns.auction } },
        { uid: 'n', type: 'aggregate', input: 'bids', keyBy: [], aggregates: { n: 'COUNT(*)' } },
        { uid: 'out', type: 'blackhole', input: 'n' },
      ),
    );
    expect(namesOf(job, 'bids')).toEqual(['n']);
  });

  it('changes neither sinks’ columns nor keyed state', () => {
    const job = pruneColumns(projected);
    const sums = job.operators.find(({ uid }) => uid === 'sums');
    const before = projected.operators.find(({ uid }) => uid === 'sums');
    expect(sums?.columns).toEqual(before?.columns);
    if (sums?.type !== 'aggregate' || before?.type !== 'aggregate') throw new Error('it is an aggregate');
    expect(sums.keyColumns.map((index) => sums.inputColumns[index])).toEqual(
      before.keyColumns.map((index) => before.inputColumns[index]),
    );
  });
});
