import { fmix32, type GeneratorSpec } from '@weir/job-spec';
import type { Row } from '@weir/engine-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzedSource } from '../harness/analyzed.ts';
import { ConnectorHarness, type HarnessOptions } from '../harness/connector-harness.ts';
import { redistribute, type StateSnapshot } from '../harness/operator-state-memory.ts';
import { datagenFactory } from './datagen.ts';

type Columns = Readonly<Record<string, Partial<GeneratorSpec> & { kind: GeneratorSpec['kind'] }>>;

const keyedSum: Columns = {
  key1000: { kind: 'int', max: 999, salt: 0x5bd1e995 },
  key100000: { kind: 'int', max: 99_999, salt: 0x5bd1e995 },
  key1000000: { kind: 'int', max: 999_999, salt: 0x5bd1e995 },
  value: { kind: 'int', max: 255, salt: 0x27d4eb2f },
};
const bids: Columns = {
  auction: { kind: 'int', min: 1_000, max: 10_999, skew: 2, salt: 0x2545f491 },
  bidder: { kind: 'int', min: 2_000, max: 2_999, salt: 0x1b873593 },
  price: { kind: 'double', min: 1, max: 100_000.99, decimals: 2, salt: 0x7feb352d },
  channel: {
    kind: 'string',
    names: ['Google', 'Facebook', 'Baidu', 'Apple'],
    prefix: 'channel-',
    cardinality: 10_004,
    hot: 4,
    salt: 0x3c6ef372,
  },
  url: {
    kind: 'string',
    template: 'https://www.example.com/{word}/{word}/item.htm?query=1&channel_id={n}',
    cardinality: 10_004,
    hot: 4,
    salt: 0x3c6ef372,
  },
  ts: { kind: 'timestamp', start: 1_700_000_000_000, every: 100 },
};

interface Made {
  readonly harness: ConnectorHarness;
  readonly reader: ReturnType<typeof datagenFactory.create>;
}

async function make(options: Readonly<Record<string, unknown>>, place: HarnessOptions = {}): Promise<Made> {
  const harness = new ConnectorHarness(place);
  const reader = datagenFactory.create(analyzedSource('datagen', options), harness.context);
  await reader.open();
  return { harness, reader };
}

function drain({ reader }: Made): void {
  while (reader.poll().kind === 'progressed');
}

/** Row `i` alone, by a subtask that has only its split. */
async function rowAt(columns: Columns, i: number): Promise<Row | undefined> {
  const restored: StateSnapshot = new Map([
    ['positions', { mode: 'SPLIT', entries: [[i % 128, 128, Math.floor(i / 128)]] }],
    ['splits', { mode: 'BROADCAST', entries: [128] }],
  ]);
  const made = await make({ rows: i + 1, columns }, { restored });
  drain(made);
  return made.harness.rows[0];
}

describe('the rows of datagen', () => {
  it.each([
    [0, 435, 60_435, 860_435, 31],
    [1, 684, 6_684, 906_684, 140],
    [2, 841, 9_841, 109_841, 189],
    [3, 755, 89_755, 489_755, 245],
    [1_000_000, 384, 85_384, 385_384, 130],
    [239_999_999, 393, 51_393, 251_393, 46],
  ])('are the keys and values of the baseline: row %i', async (i, key1000, key100000, key1000000, value) => {
    expect(await rowAt(keyedSum, i)).toEqual({ key1000, key100000, key1000000, value });
  });

  it.each([
    [0, 'Ryfk xrbb pjazgb ogajq aaa dqhppq pegjsbks gkaqo'],
    [1, 'Sga aaa znbf mlarfjx jqenve ebhqqxl mlarfjx waaocpl'],
    [15_999_999, 'Axl degakvky kbbpewf ocbcbzx hwbx faaixdke hwdcmu daawju'],
  ])('are the lines of the baseline: row %i', async (i, line) => {
    expect(await rowAt({ line: { kind: 'sentence', salt: 0x165667b1 } }, i)).toEqual({ line });
  });

  it.each([
    [0, 4744, 2326, 62925.19, 'channel-8009', 'fwlknp', 8013, 1700000000000],
    [1, 2800, 2409, 84850.14, 'Google', 'aaa', 0, 1700000000000],
    [2, 8094, 2943, 79099.73, 'Baidu', 'caarq', 2, 1700000000000],
    [1_000_000, 2676, 2652, 60844.65, 'Facebook', 'baak', 1, 1700000010000],
  ])('are the bids of the baseline: row %i', async (i, auction, bidder, price, channel, word, id, ts) => {
    const url = `https://www.example.com/${word}/${word}/item.htm?query=1&channel_id=${id}`;
    expect(await rowAt(bids, i)).toEqual({ auction, bidder, price, channel, url, ts });
  });

  it('are what the definition of each generator says', async () => {
    const u = (i: number, salt: number): number => (fmix32(i ^ salt) >>> 0) / 2 ** 32;
    const h = (i: number, salt: number): number => fmix32(i ^ salt) >>> 0;
    const salt = 12_345;
    const columns: Columns = {
      sequence: { kind: 'sequence', start: -5, step: 3 },
      one: { kind: 'int', min: 7, max: 7, salt },
      pair: { kind: 'int', min: -1, max: 0, salt },
      wide: { kind: 'int', min: -(2 ** 31), max: 2 ** 31 - 1, salt },
      half: { kind: 'int', min: -(2 ** 31), max: 0, salt },
      big: { kind: 'int', min: 2 ** 40, max: 2 ** 40 + 2 ** 32 - 1, salt },
      skewed: { kind: 'int', min: 10, max: 10_000_009, skew: 5, salt },
      double: { kind: 'double', min: -2, max: 4, salt },
      text: { kind: 'string', prefix: 'ключ-', cardinality: 70_000, salt },
      short: { kind: 'string', prefix: 'k', cardinality: 1_000, skew: 3, salt },
      written: { kind: 'string', names: ['first', 'zweite'], prefix: 'n', cardinality: 70_000, salt },
      control: { kind: 'choice', values: ['a\u007fbcdefgh\u007fijklmnop', 'plain', 'x'.repeat(30)], salt },
      choice: { kind: 'choice', values: ['a', 'ein längerer Text', ''], salt },
      numbers: { kind: 'choice', values: [1.5, -2, 0], skew: 2, salt },
      flags: { kind: 'choice', values: [true, false], salt },
      words: { kind: 'sentence', words: 3, dictionary: ['élan', 'x', 'a much longer word'], skew: 1, salt },
      time: { kind: 'timestamp', start: 1_000, stepMs: 10, every: 3, jitterMs: 50, salt },
    };
    const made = await make({ rows: 5_000, columns });
    drain(made);
    const expected = Array.from({ length: 5_000 }, (_, i): Row => {
      const word = (p: number): string => ['élan', 'x', 'a much longer word'][h(i * 3 + p, salt) % 3] ?? '';
      const line = [0, 1, 2].map(word).join(' ');
      return {
        sequence: -5 + 3 * i,
        one: 7,
        pair: -1 + (h(i, salt) % 2),
        wide: h(i, salt) - 2 ** 31,
        half: (h(i, salt) % (2 ** 31 + 1)) - 2 ** 31,
        big: 2 ** 40 + h(i, salt),
        skewed: 10 + Math.floor(u(i, salt) ** 2 * u(i, salt) * u(i, salt) * u(i, salt) * 10_000_000),
        double: -2 + u(i, salt) * 6,
        text: `ключ-${h(i, salt) % 70_000}`,
        short: `k${Math.floor(u(i, salt) * u(i, salt) * u(i, salt) * 1_000)}`,
        written: ['first', 'zweite'][h(i, salt) % 70_000] ?? `n${(h(i, salt) % 70_000) - 2}`,
        control: ['a\u007fbcdefgh\u007fijklmnop', 'plain', 'x'.repeat(30)][h(i, salt) % 3] ?? '',
        choice: ['a', 'ein längerer Text', ''][h(i, salt) % 3] ?? '',
        numbers: [1.5, -2, 0][Math.floor(u(i, salt) * u(i, salt) * 3)] ?? 0,
        flags: h(i, salt) % 2 === 0,
        words: line.charAt(0).toUpperCase() + line.slice(1),
        time: 1_000 + Math.floor(i / 3) * 10 - (h(i, salt) % 51),
      };
    });
    expect(made.harness.rows).toEqual(expected);
  });

  it('draw remainders exactly, for any number of values and any row', async () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.nat(2 ** 32 - 1), fc.nat(1e12));
    await fc.assert(
      fc.asyncProperty(cases, async ([cardinality, salt, i]) => {
        const row = await rowAt({ key: { kind: 'int', max: cardinality - 1, salt } }, i);
        expect(row).toEqual({ key: (fmix32(((i % 2 ** 32) | 0) ^ salt) >>> 0) % cardinality });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['by its steps', { start: 8.64e15 - 5_000, stepMs: 1 }],
    ['far beyond the safe integers', { start: 8.64e15, stepMs: 31_536_000_000 }],
    ['by its jitter', { start: -8.64e15, stepMs: 1, jitterMs: 5 }],
  ])('stop with an error where a time leaves the calendar %s', async (_, times) => {
    const made = await make({ columns: { at: { kind: 'timestamp', ...times } } });
    expect(() => drain(made)).toThrow('leave the calendar');
  });

  it('stop with an error where a sequence leaves the safe integers', async () => {
    const made = await make({ columns: { n: { kind: 'sequence', start: Number.MAX_SAFE_INTEGER - 5_000, step: 1 } } });
    expect(() => drain(made)).toThrow('leaves ±2^53');
  });
});

const numbered: Columns = { i: { kind: 'sequence' } };
const numbersOf = (harness: ConnectorHarness): number[] => harness.rows.map((row) => Number(row['i']));

describe('DatagenReader', () => {
  it('makes the rows in order when it is alone, and says when it is done', async () => {
    const made = await make({ rows: 10_001, columns: numbered });
    drain(made);
    expect(numbersOf(made.harness)).toEqual(Array.from({ length: 10_001 }, (_, i) => i));
    expect(made.harness.batches).toEqual([4096, 4096, 1809]);
    expect(made.reader.poll()).toEqual({ kind: 'done' });
  });

  it.each([0, 1, 127, 128, 129, 5_000])('deals %i rows over three subtasks, each in order', async (rows) => {
    const all: number[] = [];
    for (const subtask of [0, 1, 2]) {
      const made = await make({ rows, columns: numbered }, { subtask, parallelism: 3 });
      drain(made);
      const own = numbersOf(made.harness);
      expect(own).toEqual(own.toSorted((left, right) => left - right));
      all.push(...own);
    }
    expect(all.toSorted((left, right) => left - right)).toEqual(Array.from({ length: rows }, (_, i) => i));
  });

  it('makes every row once over any chain of snapshots and rescales', async () => {
    const steps = fc.array(
      fc.record({ parallelism: fc.integer({ min: 1, max: 5 }), polls: fc.array(fc.nat(3), { maxLength: 5 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(40_000), async (chain, rows) => {
        const seen: number[] = [];
        let states: StateSnapshot[] | null = null;
        for (const [at, { parallelism, polls }] of [...chain, { parallelism: 2, polls: [] }].entries()) {
          const restored: StateSnapshot[] | null = states && redistribute(states, parallelism);
          const isLast = at === chain.length;
          states = [];
          for (let subtask = 0; subtask < parallelism; subtask += 1) {
            const own = restored?.[subtask];
            const place = { subtask, parallelism, maxParallelism: 8, ...(own === undefined ? {} : { restored: own }) };
            const made = await make({ rows, columns: numbered }, place);
            for (let poll = polls[subtask] ?? 0; poll > 0; poll -= 1) made.reader.poll();
            if (isLast) drain(made);
            made.reader.snapshot(1, { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' });
            states.push(made.harness.state.snapshot());
            // What is made after the snapshot belongs to the failed attempt.
            seen.push(...numbersOf(made.harness));
            made.reader.poll();
          }
        }
        expect(seen.length).toBe(rows);
        expect(new Set(seen).size).toBe(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on in order at parallelism 1 after a restore', async () => {
    const first = await make({ rows: 12_000, columns: numbered });
    first.reader.poll();
    first.reader.snapshot(1, { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' });
    const second = await make({ rows: 12_000, columns: numbered }, { restored: first.harness.state.snapshot() });
    drain(second);
    expect(numbersOf(second.harness)).toEqual(Array.from({ length: 12_000 - 4_096 }, (_, i) => i + 4_096));
  });

  it('keeps a rate: small batches when they are due, with the time of the next', async () => {
    const made = await make({ rowsPerSecond: 1_000, columns: numbered });
    expect(made.reader.poll()).toEqual({ kind: 'idle', wakeAt: 1_010 });
    made.harness.nowMs = 1_010;
    expect(made.reader.poll().kind).toBe('progressed');
    expect(made.harness.batches).toEqual([10]);
    expect(made.reader.poll()).toEqual({ kind: 'idle', wakeAt: 1_020 });
    made.harness.nowMs = 1_500;
    drain(made);
    expect(made.harness.rows).toHaveLength(500);
  });

  it('makes up for at most a second after it was held up', async () => {
    const made = await make({ rowsPerSecond: 1_000, columns: numbered });
    made.harness.nowMs += 3_600_000;
    drain(made);
    expect(made.harness.rows).toHaveLength(1_000);
    made.harness.nowMs += 100;
    drain(made);
    expect(made.harness.rows).toHaveLength(1_100);
  });

  it('shares the rate by splits', async () => {
    let rows = 0;
    for (const subtask of [0, 1, 2]) {
      const made = await make({ rowsPerSecond: 1_280, columns: numbered }, { subtask, parallelism: 3 });
      made.harness.nowMs += 1_000;
      drain(made);
      rows += made.harness.rows.length;
    }
    expect(rows).toBe(1_280);
  });

  it('keeps batches of long texts small', async () => {
    const made = await make({ rows: 2_000, columns: { text: { kind: 'sentence', words: 1_000 } } });
    made.harness.onBatch = () => undefined;
    drain(made);
    expect(Math.max(...made.harness.batches)).toBeLessThan(500);
  });

  it('makes no row again for a subtask that had ended, and is not in the snapshot', async () => {
    const place = { parallelism: 2, maxParallelism: 2 };
    const running = await make({ rows: 10_000, columns: numbered }, { ...place, subtask: 1 });
    running.reader.poll();
    running.reader.snapshot(1, { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' });
    const state = running.harness.state.snapshot();
    const splits = new Map([...state].filter(([name]) => name === 'splits'));
    const ended = await make({ rows: 10_000, columns: numbered }, { ...place, subtask: 0, restored: splits });
    expect(ended.reader.poll().kind).toBe('done');
    const resumed = await make({ rows: 10_000, columns: numbered }, { ...place, subtask: 1, restored: state });
    drain(resumed);
    expect(numbersOf(resumed.harness)).toEqual(Array.from({ length: 904 }, (_, at) => 2 * (4_096 + at) + 1));
  });

  it('begins at the beginning when it is new in a restored job', async () => {
    const made = await make({ rows: 5, columns: numbered }, { restored: new Map() });
    drain(made);
    expect(numbersOf(made.harness)).toEqual([0, 1, 2, 3, 4]);
  });
});
