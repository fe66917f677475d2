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

  it('shows no more than its limit in a second, and goes on in the next', () => {
    const { harness, sink, batch } = printing(10);
    sink.processBatch(batch(7), 0);
    sink.processBatch(batch(7), 0);
    sink.processBatch(batch(7), 0);
    expect(harness.reported).toHaveLength(10);
    harness.nowMs += 1_000;
    sink.processBatch(batch(4), 0);
    expect(harness.reported).toHaveLength(14);
  });

  it('never makes more than 2 000 objects a second', () => {
    const { harness, sink, batch } = printing(10_000);
    for (let round = 0; round < 20; round += 1) sink.processBatch(batch(4_096), 0);
    expect(harness.reported).toHaveLength(2_000);
  });
});
