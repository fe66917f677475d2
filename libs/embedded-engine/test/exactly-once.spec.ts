import { describe, expect, it } from 'vitest';
import { Commits, CommittingCatalog, type CatalogHooks, type SeenRow } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

const rows = 1_200;
const keys = 30;

/** Rows to one sink, and sums of them to another. */
function twoSinks(parallelism: number, more: object = {}): Parameters<typeof analyzedJob>[0] {
  return {
    parallelism,
    checkpointing: { interval: '10ms', tolerableFailedCheckpoints: 1000 },
    restartStrategy: { type: 'fixed-delay', attempts: 1000, delay: '5ms' },
    operators: [
      {
        uid: 'bids',
        type: 'datagen',
        rows,
        rowsPerSecond: 6_000,
        columns: { i: { kind: 'sequence' }, k: { kind: 'int', min: 0, max: keys - 1 } },
      },
      { uid: 'rows', type: 'blackhole', input: 'bids', chain: false },
      { uid: 'sums', type: 'aggregate', input: 'bids', keyBy: ['k'], aggregates: { s: 'SUM(i)', n: 'COUNT(*)' } },
      { uid: 'updates', type: 'blackhole', input: 'sums', chain: false },
    ],
    ...more,
  };
}

/** What a plain loop makes of the committed rows, which must be all rows once. */
function expectExact(commits: Commits): void {
  const seen = commits.rows('rows').map(({ i }) => Number(i));
  expect([...seen].sort((left, right) => left - right)).toEqual([...Array(rows).keys()]);
  const plain = new Map<unknown, { s: number; n: number }>();
  for (const { i, k } of commits.rows('rows')) {
    const { s, n } = plain.get(k) ?? { s: 0, n: 0 };
    plain.set(k, { s: s + Number(i), n: n + 1 });
  }
  const updates = commits.rows('updates');
  expect(updates).toHaveLength(rows);
  const last = new Map<unknown, SeenRow>();
  for (const update of updates) {
    const before = last.get(update['k']);
    expect(Number(update['n'])).toBe(Number(before?.['n'] ?? 0) + 1);
    last.set(update['k'], update);
  }
  expect(new Map([...last].map(([k, { s, n }]) => [k, { s, n }]))).toEqual(plain);
}

function engineWith(hooks: CatalogHooks = {}): { readonly engine: VirtualEngine; readonly commits: Commits } {
  const commits = new Commits();
  return { engine: new VirtualEngine(new CommittingCatalog(commits, hooks)), commits };
}

describe.each([1, 2, 3])('A bounded job at parallelism %i', { timeout: 60_000 }, (parallelism) => {
  it('commits every row once, and the sums of a plain loop', async () => {
    const { engine, commits } = engineWith();
    const { master, told } = engine.start(analyzedJob(twoSinks(parallelism)));
    const ended = await engine.settle(master.ended);
    expect(ended).toMatchObject({ state: 'FINISHED', failure: null });
    expect(told.states).toEqual(['INITIALIZING', 'RUNNING', 'FINISHED']);
    expectExact(commits);
  });

  it('does so without periodic checkpoints: the end of the data brings the last one', async () => {
    const { engine, commits } = engineWith();
    const { master, told } = engine.start(analyzedJob(twoSinks(parallelism, { checkpointing: {} })));
    expect((await engine.settle(master.ended)).state).toBe('FINISHED');
    expect([...told.checkpoints.values()].map(({ status, trigger }) => [status, trigger])).toEqual([
      ['COMPLETED', 'MANUAL'],
    ]);
    expectExact(commits);
  });

  it('does so when operators throw again and again', async () => {
    let batches = 0;
    const { engine, commits } = engineWith({
      onBatch: () => {
        batches += 1;
        if (batches % 41 === 0) throw new Error('a row nobody can bear');
      },
    });
    const { master, told } = engine.start(analyzedJob(twoSinks(parallelism)));
    expect((await engine.settle(master.ended)).state).toBe('FINISHED');
    expect(told.failures.length).toBeGreaterThan(1);
    expect(told.failures[0]).toMatchObject({
      code: 'TASK_FAILED',
      operatorUid: expect.stringMatching(/rows|updates/) as string,
    });
    expectExact(commits);
  });

  it('does so when threads die', async () => {
    const { engine, commits } = engineWith();
    const { master, told } = engine.start(analyzedJob(twoSinks(parallelism)));
    for (const delayMs of [20, 60, 90, 130])
      engine.world.timers.schedule(delayMs, () =>
        engine.threads.crash(told.attempts.length % Math.min(parallelism, 2)),
      );
    expect((await engine.settle(master.ended)).state).toBe('FINISHED');
    expect(told.failures.map(({ code }) => code)).toContain('THREAD_DIED');
    expectExact(commits);
  });

  it('does so when cuts throw and background writes fail', async () => {
    let cuts = 0;
    const { engine, commits } = engineWith({
      onCut: () => {
        cuts += 1;
        if (cuts % 23 === 0) throw new Error('no cut');
      },
      onAsync: (_, checkpointId) => (checkpointId % 3 === 0 ? Promise.reject(new Error('EIO')) : Promise.resolve()),
    });
    const { master, told } = engine.start(analyzedJob(twoSinks(parallelism)));
    expect((await engine.settle(master.ended)).state).toBe('FINISHED');
    const reasons = new Set([...told.checkpoints.values()].map(({ failureReason }) => failureReason));
    expect(reasons).toContain('CHECKPOINT_ASYNC_EXCEPTION');
    expectExact(commits);
  });
});

describe('A job whose operators are named as what every object has', { timeout: 60_000 }, () => {
  it('runs and commits every row once', async () => {
    const { engine, commits } = engineWith();
    const { master } = engine.start(
      analyzedJob({
        parallelism: 2,
        operators: [
          {
            uid: 'constructor',
            type: 'datagen',
            rows: 100,
            columns: { i: { kind: 'sequence' }, k: { kind: 'int', min: 0, max: 9 } },
          },
          {
            uid: 'hasOwnProperty',
            type: 'aggregate',
            input: 'constructor',
            keyBy: ['k'],
            aggregates: { toString: 'COUNT(*)' },
          },
          { uid: 'valueOf', type: 'blackhole', input: 'hasOwnProperty', chain: false },
        ],
      }),
    );
    expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED', failure: null });
    expect(commits.rows('valueOf')).toHaveLength(100);
  });
});
