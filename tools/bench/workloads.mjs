// What is measured: the workloads of the Flink baseline as job specs, their sizes, and the checksums their results must have.
import { keySalt, valueSalt, wordSalt, wordsPerLine } from './rows.mjs';

const value = { kind: 'int', max: 255, salt: valueSalt };
const sums = { type: 'aggregate', keyBy: ['key'], aggregates: { sum: 'SUM(value)' } };

// `flink`: its published rows per CPU second, in millions, by parallelism and whether checkpoints are on.
/** @typedef {{ name: string, keys: number | null, rows: number, quickRows: number, recordsPerRow: number, hasLimit: boolean, flink: Record<string, number>, operators: (rows: number) => object[] }} Workload */

/** @type {readonly Workload[]} */
export const workloads = [
  ...[
    [1_000, 240_000_000, 10_000_000, { '1 off': 6.26, '1 on': 5.87, '2 off': 6.39, '2 on': 6.67 }],
    [100_000, 160_000_000, 8_000_000, { '1 off': 1.85, '1 on': 1.67, '2 off': 2.5, '2 on': 2.15 }],
    [1_000_000, 80_000_000, 6_000_000, { '1 off': 1.03, '1 on': 0.77, '2 off': 1.26, '2 on': 1.01 }],
  ].map(([keys, rows, quickRows, flink]) => ({
    name: 'keyed-sum',
    keys,
    rows,
    quickRows,
    flink,
    recordsPerRow: 1,
    hasLimit: true,
    operators: (count) => [
      {
        uid: 'rows',
        type: 'datagen',
        rows: count,
        columns: { key: { kind: 'int', max: keys - 1, salt: keySalt }, value },
      },
      { uid: 'result', input: 'rows', ...sums },
    ],
  })),
  ...[
    [1_000, 120_000_000, 10_000_000, { '2 off': 5.22, '2 on': 4.61 }],
    [100_000, 96_000_000, 8_000_000, { '2 off': 1.34, '2 on': 1.18 }],
    [1_000_000, 48_000_000, 6_000_000, { '2 off': 0.69, '2 on': 0.5 }],
  ].map(([keys, rows, quickRows, flink]) => ({
    name: 'keyed-sum-str',
    keys,
    rows,
    quickRows,
    flink,
    recordsPerRow: 1,
    hasLimit: true,
    operators: (count) => [
      {
        uid: 'rows',
        type: 'datagen',
        rows: count,
        columns: { key: { kind: 'string', prefix: 'k', cardinality: keys, salt: keySalt }, value },
      },
      { uid: 'result', input: 'rows', ...sums },
    ],
  })),
  {
    name: 'word-count',
    keys: null,
    flink: { '1 off': 3.31, '1 on': 3.09, '2 off': 3.12, '2 on': 2.96 },
    rows: 16_000_000,
    quickRows: 1_000_000,
    recordsPerRow: wordsPerLine,
    hasLimit: true,
    operators: (count) => [
      { uid: 'lines', type: 'datagen', rows: count, columns: { line: { kind: 'sentence', salt: wordSalt } } },
      { uid: 'words', type: 'flat-map', input: 'lines', split: { column: 'line', separator: '\\s+', as: 'word' } },
      { uid: 'ones', type: 'map', input: 'words', select: { word: 'LOWER(word)', n: '1' } },
      { uid: 'result', type: 'aggregate', input: 'ones', keyBy: ['word'], aggregates: { count: 'SUM(n)' } },
    ],
  },
  {
    name: 'passthrough',
    keys: null,
    flink: { '1 off': 2.68, '1 on': 2.57, '2 off': 2.58, '2 on': 2.59 },
    rows: 60_000_000,
    quickRows: 1_000_000,
    recordsPerRow: 1,
    hasLimit: false,
    operators: (count) => [
      { uid: 'bids', type: 'datagen', rows: count, columns: bidColumns },
      { uid: 'some', type: 'filter', input: 'bids', where: 'MOD(auction, 123) = 0', chain: false },
      { uid: 'result', type: 'map', input: 'some', select: { auction: 'auction', bidder: 'bidder', price: 'price' } },
    ],
  },
];

const channel = { kind: 'string', cardinality: 10_004, hot: 4, salt: 0x3c6ef372 };
const bidColumns = {
  auction: { kind: 'int', min: 1_000, max: 10_999, skew: 2, salt: 0x2545f491 },
  bidder: { kind: 'int', min: 2_000, max: 2_999, salt: 0x1b873593 },
  price: { kind: 'double', min: 1, max: 100_000.99, decimals: 2, salt: 0x7feb352d },
  channel: { ...channel, names: ['Google', 'Facebook', 'Baidu', 'Apple'], prefix: 'channel-' },
  url: { ...channel, template: 'https://www.example.com/{word}/{word}/item.htm?query=1&channel_id={n}' },
  ts: { kind: 'timestamp', start: 1_700_000_000_000, every: 100 },
};

/** The job spec of a run. */
export function specOf(workload, { rows, parallelism, intervalMs }) {
  return {
    name: `bench-${workload.name}`,
    parallelism,
    // A run that fails is no measurement: it ends at once.
    restartStrategy: { type: 'none' },
    ...(intervalMs > 0 ? { checkpointing: { interval: `${intervalMs}ms` } } : {}),
    operators: [...workload.operators(rows), { uid: 'out', type: 'blackhole', input: 'result' }],
  };
}

/** Known results, by name, keys and rows; other sizes are compared with the hand-written program's. */
export function expectedChecksum({ name, keys }, rows) {
  return checksums[`${name === 'keyed-sum-str' ? 'keyed-sum' : name} ${keys ?? '-'} ${rows}`] ?? null;
}

const checksums = {
  'keyed-sum 1000 1000': 'd789104b',
  'keyed-sum 1000 1000000': '466372a7',
  'keyed-sum 1000 10000000': 'c50199d7',
  'keyed-sum 1000 80000000': '5ecac391',
  'keyed-sum 1000 120000000': '5ec2d76f',
  'keyed-sum 1000 240000000': 'a728dc21',
  'keyed-sum 100000 1000000': 'ff1d5127',
  'keyed-sum 100000 8000000': '0948f35a',
  'keyed-sum 100000 32000000': 'e7d6b7db',
  'keyed-sum 100000 40000000': 'd1a894c4',
  'keyed-sum 100000 64000000': '8e860506',
  'keyed-sum 1000000 1000000': 'c1ea5496',
  'keyed-sum 1000000 6000000': '8385f788',
  'keyed-sum 1000000 16000000': '0c85f917',
  'keyed-sum 1000000 24000000': '3d99ac1e',
  'keyed-sum 1000000 40000000': '5df58de7',
  'word-count - 1000': '4039cf07',
  'word-count - 1000000': '053bbed3',
  'word-count - 10000000': '83ee546b',
  'word-count - 16000000': '897e392d',
  'passthrough - 1000': '33817382',
  'passthrough - 1000000': 'e647eefc',
  'passthrough - 60000000': 'f7e72823',
};
