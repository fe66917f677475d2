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
    expect(counts(harness).slice(10)).toEqual([...Array.from({ length: 10 }, (_, at) => 104 + at), 114, 115]);
  });

  it.each(['prepareSnapshot', 'finish'] as const)('has shown the last row after %s', (moment) => {
    const { harness, sink, schema } = printing(3);
    for (let at = 0; at < 30; at += 1) sink.processBatch(batchOf(schema, [{ word: 'a', count: at }]), 0);
    sink[moment](1);
    expect(counts(harness)).toEqual([0, 1, 2, 27, 28, 29]);
  });

  it.each([1_000, 5_000, 10_000])('has shown the latest %d rows of a burst that ends', (limit) => {
    const { harness, sink, schema } = printing(limit);
    const rowCount = 3 * limit;
    for (let from = 0; from < rowCount; from += 500)
      sink.processBatch(
        batchOf(
          schema,
          Array.from({ length: 500 }, (_, at) => ({ word: 'a', count: from + at })),
        ),
        0,
      );
    sink.finish();
    expect(counts(harness).slice(-limit)).toEqual(Array.from({ length: limit }, (_, at) => rowCount - limit + at));
  });

  it('shows the latest rows at one checkpoint a second, however many there are, and loses none of them', () => {
    const { harness, sink, schema } = printing(2);
    const print = (count: number): void => {
      sink.processBatch(batchOf(schema, [{ word: 'a', count }]), 0);
      sink.prepareSnapshot(count);
    };
    for (let count = 0; count < 7; count += 1) print(count);
    expect(counts(harness)).toEqual([0, 1, 2]);
    harness.nowMs += 1_000;
    sink.prepareSnapshot(7);
    expect(counts(harness)).toEqual([0, 1, 2, 5, 6]);
  });

  it('never makes more than 5 000 objects a second, but for the latest', () => {
    const { harness, sink, batch } = printing(10_000);
    for (let round = 0; round < 20; round += 1) sink.processBatch(batch(4_096), 0);
    expect(harness.reported).toHaveLength(5_000);
  });
});

const counts = (harness: ConnectorHarness): unknown[] => harness.reported.map((row) => row['count']);
