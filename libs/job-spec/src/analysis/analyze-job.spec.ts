import { describe, expect, it } from 'vitest';
import type { JobAnalysis, AnalyzedJob } from './analyzed-job.ts';
import { analyzeJob } from './analyze-job.ts';

const numbers = { uid: 'numbers', type: 'elements', rows: [{ n: 1, word: 'a' }] };
const out = { uid: 'out', type: 'print', input: 'numbers' };

function job(operators: readonly unknown[], settings: object = {}): unknown {
  return { name: 'test', operators, ...settings };
}

function analyzed(input: unknown): AnalyzedJob {
  const result = analyzeJob(input);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics, null, 2));
  return result.job;
}

function findings(result: JobAnalysis): readonly string[] {
  return (result.ok ? result.warnings : result.diagnostics).map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('analyzeJob', () => {
  it('types every operator, each after its inputs', () => {
    const { operators } = analyzed(
      job(
        [
          { uid: 'out', type: 'file', input: 'sums', path: 'a/b', rollBytes: '1 MiB' },
          {
            uid: 'sums',
            type: 'aggregate',
            input: 'words',
            keyBy: ['word'],
            aggregates: { total: 'SUM(n)', rows: 'COUNT(*)' },
          },
          { uid: 'words', type: 'flat-map', input: 'big', split: { column: 'text', separator: '\\s+', as: 'word' } },
          { uid: 'big', type: 'filter', input: 'mapped', where: 'n > 10' },
          { uid: 'mapped', type: 'map', input: 'rows', select: { text: "LOWER(word) || ' x'", n: 'n + 1' } },
          { uid: 'rows', type: 'elements', rows: [{ word: 'A b', n: 1 }, { n: 2 }], name: 'Rows', chain: false },
        ],
        { checkpointing: { interval: '1s' } },
      ),
    );
    expect(
      operators.map(({ uid, inputs, columns }) => [
        uid,
        inputs,
        columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '?' : ''}`),
      ]),
    ).toEqual([
      ['rows', [], ['word STRING?', 'n INT']],
      ['mapped', ['rows'], ['text STRING?', 'n INT']],
      ['big', ['mapped'], ['text STRING?', 'n INT']],
      ['words', ['big'], ['n INT', 'word STRING']],
      ['sums', ['words'], ['word STRING', 'total BIGINT', 'rows BIGINT']],
      ['out', ['sums'], []],
    ]);
    expect(operators[0]).toMatchObject({
      name: 'Rows',
      chain: false,
      role: 'source',
      rows: [
        ['A b', 1],
        [null, 2],
      ],
    });
    expect(operators[3]).toMatchObject({ splitColumn: 0, keptColumns: [1], keepEmpty: false });
    expect(operators[4]).toMatchObject({ keyColumns: [1], emit: 'every-update' });
    expect(operators[5]).toMatchObject({
      rollBytes: 1_048_576,
      format: 'jsonl',
      inputColumns: [{ name: 'word' }, {}, {}],
    });
  });

  it('is plain data that survives a clone and JSON', () => {
    const result = analyzed(
      job([
        numbers,
        { uid: 'm', type: 'map', input: 'numbers', select: { x: 'n BETWEEN 1 AND 2' } },
        { ...out, input: 'm' },
      ]),
    );
    expect(structuredClone(result)).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('fills the defaults of Flink and gives the same job when the result is analysed again', () => {
    const first = analyzed(job([numbers, out]));
    expect(first.spec).toMatchObject({
      parallelism: 1,
      checkpointing: {
        mode: 'EXACTLY_ONCE',
        timeout: '10min',
        minPause: '0ms',
        maxConcurrentCheckpoints: 1,
        tolerableFailedCheckpoints: 0,
        retention: { completed: 10, onCancellation: 'RETAIN' },
      },
      stateBackend: { type: 'hashmap' },
      checkpointStorage: { type: 'filesystem' },
      restartStrategy: { type: 'none' },
    });
    expect(first.checkpointing).toMatchObject({
      intervalMs: null,
      timeoutMs: 600_000,
      minPauseMs: 0,
      retainedCheckpoints: 10,
    });
    expect(analyzed(first.spec)).toEqual(first);
  });

  it('restarts with growing delays by default when checkpoints are on', () => {
    const { restartStrategy } = analyzed(job([numbers, out], { checkpointing: { interval: '5s' } }));
    expect(restartStrategy).toEqual({
      type: 'exponential-delay',
      initialBackoffMs: 1_000,
      maxBackoffMs: 60_000,
      multiplier: 1.5,
      resetThresholdMs: 3_600_000,
      jitter: 0.1,
      attempts: null,
    });
  });

  it('takes failOnCheckpointingErrors: false as tolerating every failure, and raises the interval to the pause', () => {
    const checkpointing = { interval: '1s', minPause: '3s', failOnCheckpointingErrors: false };
    const result = analyzed(job([numbers, out], { checkpointing }));
    expect(result.checkpointing).toMatchObject({ intervalMs: 3_000, tolerableFailedCheckpoints: 2_147_483_647 });
    expect(analyzed(result.spec)).toEqual(result);
  });

  it.each([
    [1, 128],
    [85, 128],
    [86, 256],
    [128, 256],
  ])('derives the max parallelism of parallelism %d as Flink does: %d', (parallelism, expected) => {
    const source = { uid: 'numbers', type: 'datagen', columns: { n: { kind: 'sequence' } } };
    const result = analyzed(job([source, out], { parallelism }));
    expect(result).toMatchObject({ maxParallelism: expected, isMaxParallelismExplicit: false });
    expect(result.operators.map((operator) => operator.parallelism)).toEqual([parallelism, parallelism]);
  });

  it('runs at another parallelism when asked, except for operators that name their own or cannot be divided', () => {
    const input = job([numbers, { ...out, parallelism: 3 }, { ...out, uid: 'out2' }], { parallelism: 2 });
    const result = analyzeJob(input, { parallelism: 5 });
    expect(result).toMatchObject({ ok: true, job: { parallelism: 5, spec: { parallelism: 2 } } });
    expect(result.ok && result.job.operators.map((operator) => operator.parallelism)).toEqual([1, 3, 5]);
  });

  it.each<[string, readonly unknown[], readonly string[]]>([
    [
      'an operator that nobody reads',
      [numbers, out, { uid: 'f', type: 'filter', input: 'numbers', where: 'TRUE' }],
      ['DANGLING_OPERATOR /operators/2'],
    ],
    [
      'a socket',
      [{ uid: 'numbers', type: 'socket-text', host: 'h', port: 1 }, out],
      ['AT_MOST_ONCE_SOURCE /operators/0'],
    ],
    [
      'files without checkpoints',
      [numbers, { uid: 'f', type: 'file', input: 'numbers', path: 'x' }],
      ['NOTHING_COMMITTED /operators/1'],
    ],
  ])('warns of %s', (_, operators, expected) => {
    const result = analyzeJob(job(operators));
    expect(result.ok).toBe(true);
    expect(findings(result)).toEqual(expected);
  });

  it.each(['/etc', 'a/../b', '..', './a', 'a//b', 'a/', 'C:/x', 'a\\b', 'a\u0000b', ''])(
    'refuses the sink path %j',
    (path) => {
      const result = analyzeJob(job([numbers, { uid: 'f', type: 'file', input: 'numbers', path }]));
      expect(result.ok).toBe(false);
      expect(findings(result)[0]).toMatch(/ \/operators\/1\/path$/);
    },
  );

  it('points into the expression', () => {
    const result = analyzeJob(
      job([numbers, { uid: 'f', type: 'filter', input: 'numbers', where: 'n > cuont' }, { ...out, input: 'f' }]),
    );
    expect(result).toMatchObject({ ok: false, diagnostics: [{ position: { offset: 4, length: 5 } }] });
  });

  it('does not judge what reads an operator with errors', () => {
    const broken = { uid: 'm', type: 'map', input: 'numbers', select: { x: 'y' } };
    const reader = { uid: 'f', type: 'filter', input: 'm', where: 'x > 1' };
    expect(findings(analyzeJob(job([numbers, broken, reader, { ...out, input: 'f' }])))).toEqual([
      'UNKNOWN_COLUMN /operators/1/select/x',
    ]);
  });

  it.each([
    [[1, 2.5], 'DOUBLE', false],
    [[1, 2 ** 40], 'BIGINT', false],
    [[1, null], 'INT', true],
    [[true, false], 'BOOLEAN', false],
    [['a', null], 'STRING', true],
    [[1e300], 'DOUBLE', false],
  ])('infers the column of %j as %s, nullable: %s', (values, type, nullable) => {
    const rows = values.map((v) => ({ v }));
    const [source] = analyzed(job([{ uid: 'numbers', type: 'elements', rows }, out])).operators;
    expect(source?.columns).toEqual([{ name: 'v', type, nullable }]);
  });

  it('takes 200 operators and refuses one more', () => {
    const chain = Array.from({ length: 198 }, (_, at) => ({
      uid: `f${at}`,
      type: 'filter',
      input: at === 0 ? 'numbers' : `f${at - 1}`,
      where: 'TRUE',
    }));
    expect(analyzeJob(job([numbers, ...chain, { ...out, input: 'f197' }])).ok).toBe(true);
    expect(findings(analyzeJob(job([numbers, ...chain, { ...out, input: 'f197' }, { ...out, uid: 'o2' }])))).toEqual([
      'OUT_OF_RANGE /operators',
    ]);
  });

  it('refuses more columns than an operator may have', () => {
    const row = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`c${at}`, 1]));
    expect(findings(analyzeJob(job([{ ...numbers, rows: [row] }, out])))).toEqual(['OUT_OF_RANGE /operators/0/rows']);
  });

  it('ends soon, whatever is asked of it', { timeout: 60_000 }, () => {
    const long = (prefix: string, count: number): readonly string[] =>
      Array.from({ length: count }, (_, at) => `${prefix}${at}`.padEnd(40, 'x'));
    const columns = Object.fromEntries(long('c', 200).map((name) => [name, 1]));
    const select = Object.fromEntries(long('d', 200).map((name) => [name, name]));
    const maps = long('m', 190).map((uid) => ({ uid, type: 'map', input: 'numbers', select }));
    const unions = long('u', 190).map((uid) => ({ uid, type: 'union', inputs: long('v', 50) }));
    const rows = Array.from({ length: 9_000 }, (_, row) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${row}-${at}`, 1])),
    );
    const unknown = Object.fromEntries(long('f', 20_000).map((name) => [name, 1]));
    const inputs = [
      job([{ ...numbers, rows: [columns] }, ...maps, out]),
      job([numbers, ...unions, out]),
      job([{ ...numbers, rows }, out]),
      job([numbers, { ...out, ...unknown }]),
    ];
    const before = process.cpuUsage();
    for (const input of inputs) expect(findings(analyzeJob(input)).length).toBeLessThanOrEqual(100);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(10);
  });
});
