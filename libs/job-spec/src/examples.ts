import type { JobSpecInput } from './job-spec.ts';

/** A job to begin with. The files of `examples/` hold the same specs. */
export interface JobExample {
  /** File name without its ending. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly spec: JobSpecInput;
}

const everyFiveSeconds = { interval: '5s', mode: 'EXACTLY_ONCE', timeout: '60s' } as const;

const countingOperators: JobSpecInput['operators'] = [
  {
    uid: 'words',
    type: 'flat-map',
    input: 'lines',
    split: { column: 'line', separator: '\\s+', as: 'word' },
  },
  { uid: 'ones', type: 'map', input: 'words', select: { word: 'LOWER(word)', n: '1' } },
  { uid: 'counts', type: 'aggregate', input: 'ones', keyBy: ['word'], aggregates: { count: 'SUM(n)' } },
  { uid: 'out', type: 'print', input: 'counts' },
];

const wordCount: JobSpecInput = {
  name: 'word-count',
  parallelism: 2,
  checkpointing: everyFiveSeconds,
  stateBackend: { type: 'hashmap' },
  checkpointStorage: { type: 'filesystem' },
  restartStrategy: { type: 'exponential-delay' },
  operators: [
    {
      uid: 'lines',
      type: 'datagen',
      rowsPerSecond: 200,
      columns: {
        line: {
          kind: 'sentence',
          words: 8,
          dictionary: [
            ...[
              'the',
              'and',
              'of',
              'a',
              'river',
              'water',
              'in',
              'to',
              'it',
              'stream',
              'barrier',
              'over',
              'stone',
              'flows',
            ],
            ...[
              'weir',
              'still',
              'under',
              'bridge',
              'gate',
              'fish',
              'upstream',
              'downstream',
              'flood',
              'bank',
              'Bächle',
              'été',
            ],
          ],
          skew: 2,
        },
      },
    },
    ...countingOperators,
  ],
};

const wordCountSocket: JobSpecInput = {
  name: 'word-count',
  parallelism: 2,
  checkpointing: {
    interval: '5s',
    mode: 'EXACTLY_ONCE',
    timeout: '60s',
    minPause: '0s',
    maxConcurrentCheckpoints: 1,
    tolerableFailedCheckpoints: 0,
    retention: { completed: 10, onCancellation: 'RETAIN' },
  },
  stateBackend: { type: 'hashmap' },
  checkpointStorage: { type: 'filesystem' },
  restartStrategy: { type: 'exponential-delay' },
  operators: [{ uid: 'lines', type: 'socket-text', host: '127.0.0.1', port: 9999 }, ...countingOperators],
};

const lineCount: JobSpecInput = {
  name: 'line-count',
  parallelism: 1,
  checkpointing: { ...everyFiveSeconds, failOnCheckpointingErrors: false },
  stateBackend: { type: 'hashmap' },
  checkpointStorage: { type: 'filesystem', path: 'line-count' },
  operators: [
    { uid: 'lines', type: 'socket-text', host: '127.0.0.1', port: 9000 },
    { uid: 'pairs', type: 'map', input: 'lines', select: { line: 'line', n: '1' } },
    { uid: 'counts', type: 'aggregate', input: 'pairs', keyBy: ['line'], aggregates: { count: 'SUM(n)' } },
    { uid: 'out', type: 'print', input: 'counts' },
  ],
};

const orders: JobSpecInput = {
  name: 'orders',
  parallelism: 2,
  checkpointing: { interval: '2s', mode: 'EXACTLY_ONCE', timeout: '60s', tolerableFailedCheckpoints: 3 },
  restartStrategy: { type: 'fixed-delay', attempts: 10, delay: '1s' },
  operators: [
    {
      uid: 'orders',
      name: 'Orders as they come in',
      type: 'datagen',
      rowsPerSecond: 500,
      columns: {
        order_id: { kind: 'sequence', start: 1 },
        customer: { kind: 'string', prefix: 'customer-', cardinality: 1000, skew: 2 },
        country: { kind: 'choice', values: ['DE', 'FR', 'NL', 'PL', 'SE', 'US'], skew: 2 },
        status: { kind: 'choice', values: ['paid', 'paid ', 'Paid', 'cancelled', 'refused'], skew: 2 },
        quantity: { kind: 'int', min: 1, max: 12, skew: 3 },
        unit_price: { kind: 'double', min: 0.5, max: 250, decimals: 2 },
        ordered_at: { kind: 'timestamp', start: 1_767_225_600_000, stepMs: 2, jitterMs: 500 },
      },
    },
    { uid: 'paid', name: 'Paid orders', type: 'filter', input: 'orders', where: "LOWER(TRIM(status)) = 'paid'" },
    {
      uid: 'priced',
      name: 'Amount and size',
      type: 'map',
      input: 'paid',
      select: {
        order_id: 'order_id',
        customer: 'customer',
        country: 'country',
        amount: 'ROUND(quantity * unit_price * CASE WHEN quantity >= 10 THEN 0.9 ELSE 1.0 END, 2)',
        size: "CASE WHEN quantity >= 10 THEN 'bulk' WHEN quantity > 1 THEN 'several' ELSE 'single' END",
      },
    },
    {
      uid: 'archive',
      name: 'Every paid order',
      type: 'file',
      input: 'priced',
      path: 'orders/paid',
      format: 'jsonl',
      rollBytes: '16 MiB',
    },
    {
      uid: 'by-country',
      name: 'Revenue by country and size',
      type: 'aggregate',
      input: 'priced',
      keyBy: ['country', 'size'],
      aggregates: { revenue: 'SUM(amount)', orders: 'COUNT(*)', largest: 'MAX(amount)', average: 'AVG(amount)' },
      emit: 'latest-per-batch',
    },
    { uid: 'report', name: 'Latest figures', type: 'print', input: 'by-country' },
  ],
};

/** The samples of the dashboard, the simplest first. The socket ones need a server that sends lines. */
export const jobExamples: readonly JobExample[] = [
  {
    id: 'word-count',
    title: 'Word count',
    description: 'Made sentences, split into words and counted. Runs anywhere.',
    spec: wordCount,
  },
  {
    id: 'orders',
    title: 'Orders',
    description:
      'Made orders, filtered and priced; each paid one into files exactly once, revenue by country to the output.',
    spec: orders,
  },
  {
    id: 'line-count',
    title: 'Line count from a socket',
    description: 'The classic first checkpoint program: whole lines of a socket, counted. Start `nc -lk 9000` first.',
    spec: lineCount,
  },
  {
    id: 'word-count-socket',
    title: 'Word count from a socket',
    description: 'Words of the lines that come from a socket. Start `nc -lk 9999` first.',
    spec: wordCountSocket,
  },
];
