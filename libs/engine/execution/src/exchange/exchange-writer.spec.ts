import { batchOf, type ChannelSender, keyGroupOf, KeyHasher, type Row, rowsOf, subtaskOf } from '@weir/engine-core';
import type { ColumnSchema } from '@weir/job-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalChannel } from '../thread/local-channel.ts';
import { readBatch } from './batch-buffer.ts';
import { BatchLayout } from './batch-layout.ts';
import { ExchangeWriter, type Partitioning } from './exchange-writer.ts';

const schema: readonly ColumnSchema[] = [
  { name: 'word', type: 'STRING', nullable: false },
  { name: 'n', type: 'INT', nullable: false },
  { name: 'x', type: 'DOUBLE', nullable: true },
  { name: 'flag', type: 'BOOLEAN', nullable: true },
  { name: 'note', type: 'STRING', nullable: true },
];
const text = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ minLength: 60, maxLength: 300 }) },
);
const row = fc.record({
  word: text,
  n: fc.integer({ min: -5, max: 5 }),
  x: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  flag: fc.option(fc.boolean()),
  note: fc.option(text),
});
const batches = fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 8 });

interface Exchange {
  readonly writer: ExchangeWriter;
  readonly layout: BatchLayout;
  readonly channels: readonly LocalChannel[];
}

function exchange(partitioning: Partitioning, receivers: number, credits = 1000): Exchange {
  const layout = new BatchLayout({ schema, carriesHashes: partitioning.kind === 'HASH', rows: 7, textBytes: 100 });
  const channels = Array.from(
    { length: receivers },
    () => new LocalChannel({ bufferBytes: layout.bytes, credits }, () => undefined),
  );
  return { writer: new ExchangeWriter({ layout, partitioning, senders: channels }), layout, channels };
}

/** Takes everything out of a channel: the rows, and the hashes where they travel. */
function receive({ layout }: Exchange, channel: LocalChannel): { rows: Row[]; hashes: number[]; sizes: number[] } {
  const received: { rows: Row[]; hashes: number[]; sizes: number[] } = { rows: [], hashes: [], sizes: [] };
  for (let element = channel.poll(); element !== undefined; element = channel.poll()) {
    if (element.kind !== 'buffer') continue;
    const batch = readBatch(layout, element.buffer);
    received.rows.push(...rowsOf(batch));
    received.hashes.push(...(batch.keyHashes ?? []));
    received.sizes.push(batch.rowCount);
    channel.release(element.buffer);
  }
  return received;
}

const hashesOf = (rows: readonly Row[], keyIndexes: readonly number[]): number[] =>
  rows.map((value) => {
    const into = new Int32Array(1);
    new KeyHasher(keyIndexes).hash(batchOf(schema, [value]), into);
    return into[0] ?? 0;
  });

describe('ExchangeWriter', () => {
  it.each([
    [1, [0], 128],
    [2, [1], 128],
    [2, [4, 1], 128],
    [3, [0], 128],
    [3, [2], 100],
    [5, [], 8],
  ])(
    'by hash to %i subtasks: each row to the owner of its key, in order, with its hash',
    (receivers, keyIndexes, max) => {
      fc.assert(
        fc.property(batches, (input) => {
          const built = exchange({ kind: 'HASH', keyIndexes, maxParallelism: max }, receivers);
          for (const rows of input) built.writer.emit(batchOf(schema, rows));
          built.writer.flush();
          built.channels.forEach((channel, subtask) => {
            const { rows, hashes, sizes } = receive(built, channel);
            const all = input.flat();
            const own = all.filter((_, index) => {
              const hash = hashesOf(all, keyIndexes)[index] ?? 0;
              return subtaskOf(keyGroupOf(hash, max), max, receivers) === subtask;
            });
            expect(rows).toEqual(own);
            expect(hashes).toEqual(hashesOf(own, keyIndexes));
            expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(7);
          });
          expect(built.writer.rowsOut).toBe(input.flat().length);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each([
    ['HASH', 1],
    ['HASH', 2],
    ['FORWARD', 1],
  ] as const)(
    'keeps apart, %s to %i, rows with nulls and without in one buffer, and in a buffer used again',
    (kind, receivers) => {
      const partitioning: Partitioning = kind === 'HASH' ? { kind, keyIndexes: [1], maxParallelism: 128 } : { kind };
      const built = exchange(partitioning, receivers, 2);
      const withNulls = [{ word: 'a', n: 1, x: null, flag: null, note: null }];
      const without = [{ word: 'b', n: 1, x: 0.5, flag: true, note: 'c' }];
      // A column says that it has no nulls by having none, as a kernel's result does.
      const bare = batchOf(schema, without);
      for (const column of bare.columns) column.nulls = null;
      for (const order of [
        [withNulls, without],
        [without, withNulls],
        [withNulls, withNulls],
        [without, without],
      ]) {
        for (const rows of order) built.writer.emit(rows === without ? bare : batchOf(schema, rows));
        built.writer.flush();
        expect(built.channels.flatMap((channel) => receive(built, channel).rows)).toEqual(order.flat());
      }
    },
  );

  it('forwards and broadcasts every row to every receiver, in order', () => {
    fc.assert(
      fc.property(batches, (input) => {
        for (const built of [exchange({ kind: 'FORWARD' }, 1), exchange({ kind: 'BROADCAST' }, 3)]) {
          for (const rows of input) built.writer.emit(batchOf(schema, rows));
          built.writer.flush();
          for (const channel of built.channels) expect(receive(built, channel).rows).toEqual(input.flat());
        }
      }),
    );
  });

  it('sends a row whose own buffer would have the size of a usual one', () => {
    const built = exchange({ kind: 'FORWARD' }, 1);
    const { layout } = built;
    const lengths = Array.from({ length: 2_000 }, (_, length) => length).filter(
      (length) => layout.place(1, [length, 0, 0, 0, 0]).bytes === layout.bytes,
    );
    expect(lengths.length).toBeGreaterThan(0);
    const rows = lengths.map((length) => ({ word: 'x'.repeat(length), n: length, x: 1, flag: true, note: null }));
    built.writer.emit(batchOf(schema, rows));
    built.writer.flush();
    expect(receive(built, built.channels[0] as LocalChannel).rows).toEqual(rows);
  });

  it('deals buffer by buffer when it rebalances, beginning where it is told', () => {
    const built = exchange({ kind: 'REBALANCE', first: 1 }, 3);
    const rows = Array.from({ length: 35 }, (_, n) => ({ word: 'w', n, x: null, flag: null, note: null }));
    built.writer.emit(batchOf(schema, rows));
    built.writer.flush();
    const received = built.channels.map((channel) => receive(built, channel).rows.map(({ n }) => Number(n) / 7));
    expect(received.map((values) => values.map(Math.floor))).toEqual([
      Array(7).fill(2),
      [...Array<number>(7).fill(0), ...Array<number>(7).fill(3)],
      [...Array<number>(7).fill(1), ...Array<number>(7).fill(4)],
    ]);
  });

  it('sends what is pending before a control element, to every receiver', () => {
    const built = exchange({ kind: 'HASH', keyIndexes: [1], maxParallelism: 128 }, 2);
    built.writer.emit(batchOf(schema, [{ word: 'a', n: 1, x: null, flag: true, note: null }]));
    built.writer.emitWatermark(5);
    const kinds = built.channels.map((channel) => [channel.poll()?.kind, channel.poll()?.kind]);
    expect(kinds).toContainEqual(['buffer', 'watermark']);
    expect(kinds).toContainEqual(['watermark', undefined]);
  });

  it('takes a whole batch when the credits run out, says so, and is writable when buffers come back', () => {
    const built = exchange({ kind: 'FORWARD' }, 1, 2);
    const rows = Array.from({ length: 30 }, (_, n) => ({ word: 'w', n, x: null, flag: null, note: 'x' }));
    expect(built.writer.isWritable).toBe(true);
    built.writer.emit(batchOf(schema, rows));
    expect(built.writer.isWritable).toBe(false);
    built.writer.flush();
    const [channel] = built.channels;
    if (channel === undefined) throw new Error('there is one channel');
    expect(receive(built, channel).rows).toEqual(rows);
    expect(built.writer.isWritable).toBe(true);
    built.writer.emit(batchOf(schema, rows.slice(0, 8)));
    expect(built.writer.isWritable).toBe(false);
  });

  it('gives a row with a huge text a buffer of its own, in its place', () => {
    const built = exchange({ kind: 'FORWARD' }, 1);
    const rows = [3, 50_000, 4].map((length, n) => ({ word: 'é'.repeat(length), n, x: 1, flag: null, note: null }));
    built.writer.emit(batchOf(schema, rows));
    built.writer.flush();
    const [channel] = built.channels;
    if (channel === undefined) throw new Error('there is one channel');
    expect(receive(built, channel)).toMatchObject({ rows, sizes: [1, 1, 1] });
  });

  it('takes no new input while a row that is larger than the channel is out, and goes on when it has come back', () => {
    const built = exchange({ kind: 'FORWARD' }, 1, 8);
    const [channel] = built.channels;
    if (channel === undefined) throw new Error('there is one channel');
    for (const n of [1, 2, 3]) {
      expect(built.writer.isWritable).toBe(true);
      const rows = [{ word: 'x'.repeat(50_000), n, x: 1, flag: null, note: null }];
      built.writer.emit(batchOf(schema, rows));
      expect(built.writer.isWritable).toBe(false);
      expect(receive(built, channel).rows).toEqual(rows);
    }
  });

  it('refuses a layout that does not carry what its rows need', () => {
    const layout = new BatchLayout({ schema, carriesHashes: false });
    const sender: ChannelSender = new LocalChannel({ bufferBytes: layout.bytes, credits: 2 }, () => undefined);
    const partitioning: Partitioning = { kind: 'HASH', keyIndexes: [0], maxParallelism: 128 };
    expect(() => new ExchangeWriter({ layout, partitioning, senders: [sender] })).toThrow('Hashes travel');
  });
});
