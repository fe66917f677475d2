import { batchOf } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { analyzedSink } from '../harness/analyzed.ts';
import { ConnectorHarness } from '../harness/connector-harness.ts';
import { printFactory } from './print.ts';

const rows = [
  { word: 'zebra "x"', count: 1 },
  { word: 'été', count: null },
];

function printing(limit: number) {
  const harness = new ConnectorHarness();
  const operator = analyzedSink('print', { limit }, rows);
  const sink = printFactory.create(operator, harness.context);
  const schema = operator.inputColumns;
  return {
    harness,
    sink,
    batch: (count: number) =>
      batchOf(
        schema,
        Array.from({ length: count }, () => ({ word: 'a', count: 1 })),
      ),
    schema,
  };
}

describe('print', () => {
  it('shows rows as objects', () => {
    const { harness, sink, schema } = printing(10);
    sink.processBatch(batchOf(schema, rows), 0);
    expect(harness.reported).toEqual(rows);
  });

  it('shows no more than its limit in a second, then the latest of the rest, and goes on', () => {
    const { harness, sink, schema } = printing(10);
    const numbered = (from: number, count: number) =>
      batchOf(
        schema,
        Array.from({ length: count }, (_, at) => ({ word: 'a', count: from + at })),
      );
    sink.processBatch(numbered(0, 7), 0);
    sink.processBatch(numbered(7, 7), 0);
    sink.processBatch(numbered(14, 100), 0);
    expect(counts(harness)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    harness.nowMs += 1_000;
    sink.processBatch(numbered(114, 2), 0);
    expect(counts(harness).slice(10)).toEqual([...Array.from({ length: 20 }, (_, at) => 94 + at), 114, 115]);
  });

  it.each(['prepareSnapshot', 'finish'] as const)('has shown the last row after %s', (moment) => {
    const { harness, sink, schema } = printing(1);
    for (let at = 0; at < 30; at += 1) sink.processBatch(batchOf(schema, [{ word: 'a', count: at }]), 0);
    sink[moment](1);
    expect(counts(harness)).toEqual([0, ...Array.from({ length: 20 }, (_, at) => 10 + at)]);
  });

  it('never makes more than 5 000 objects a second, but for the latest', () => {
    const { harness, sink, batch } = printing(10_000);
    for (let round = 0; round < 20; round += 1) sink.processBatch(batch(4_096), 0);
    expect(harness.reported).toHaveLength(5_000);
  });
});

const counts = (harness: ConnectorHarness): unknown[] => harness.reported.map((row) => row['count']);
