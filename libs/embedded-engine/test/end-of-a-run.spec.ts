import { StorageError, type AttemptStorage } from '@weir/engine-core';
import type { JobMaster } from '@weir/engine-execution';
import { describe, expect, it, vi } from 'vitest';
import { Commits, CommittingCatalog, type CatalogHooks } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

function numbers(rows: number | null, more: object = {}): ReturnType<typeof analyzedJob> {
  return analyzedJob({
    parallelism: 2,
    operators: [
      {
        uid: 'numbers',
        type: 'datagen',
        rowsPerSecond: 6_000,
        ...(rows === null ? {} : { rows }),
        columns: { i: { kind: 'sequence' } },
      },
      { uid: 'all', type: 'blackhole', input: 'numbers', chain: false },
    ],
    ...more,
  });
}

function engineWith(hooks: CatalogHooks = {}): { readonly engine: VirtualEngine; readonly commits: Commits } {
  const commits = new Commits();
  return { engine: new VirtualEngine(new CommittingCatalog(commits, hooks)), commits };
}

describe('The end of a run', { timeout: 60_000 }, () => {
  it.each([
    [0, 'CANCELED'],
    [0.01, 'CANCELED'],
    [0.05, 'CANCELED'],
    [1_000, 'SUSPENDED'],
  ])(
    'is what was asked last while the tasks still end: a cancel %d ms after a suspension, %s',
    async (delayMs, state) => {
      const { engine } = engineWith();
      const { master, told } = engine.start(numbers(null));
      await engine.world.runUntil(() => master.state === 'RUNNING');
      const suspended = master.suspend(0);
      await engine.world.runFor(delayMs);
      await engine.settle(Promise.all([suspended, master.cancel()]));
      expect(await master.ended).toMatchObject({ state, failure: null });
      expect(told.states.at(-1)).toBe(state);
    },
  );

  it('is CANCELED once that was asked, whatever is asked later', async () => {
    const { engine } = engineWith();
    const { master } = engine.start(numbers(null));
    await engine.world.runUntil(() => master.state === 'RUNNING');
    await engine.settle(Promise.all([master.cancel(), master.suspend(1_000)]));
    expect(await master.ended).toMatchObject({ state: 'CANCELED' });
  });

  it('leaves no timer behind when it is cancelled between two attempts', async () => {
    const { engine } = engineWith();
    const delay = { type: 'fixed-delay', attempts: 5, delay: '1h' };
    const { master } = engine.start(numbers(null, { restartStrategy: delay }));
    await engine.world.runUntil(() => master.state === 'RUNNING');
    engine.threads.crash(0);
    await engine.world.runUntil(() => master.state === 'RESTARTING');
    await engine.settle(master.cancel());
    await expect(engine.world.runUntil(() => false)).rejects.toThrow('come to rest');
    expect(engine.world.clock.monotonic()).toBeLessThan(3_600_000);
  });

  it('is tried again when the machine grants no thread, and is CANCELED when it is cancelled meanwhile', async () => {
    const { engine } = engineWith();
    const spawn = engine.threads.spawn.bind(engine.threads);
    let master: JobMaster | null = null;
    let refused = 0;
    vi.spyOn(engine.threads, 'spawn').mockImplementation((count, events) => {
      refused += 1;
      if (refused === 3) void master?.cancel();
      if (refused !== 2) throw new Error('EAGAIN');
      return spawn(count, events);
    });
    const delay = { type: 'fixed-delay', attempts: 5, delay: '5ms' };
    const started = engine.start(numbers(null, { restartStrategy: delay }));
    ({ master } = started);
    await engine.world.runUntil(() => started.master.state === 'RUNNING');
    engine.threads.crash(0);
    expect(await engine.settle(started.master.ended)).toMatchObject({ state: 'CANCELED' });
    expect(started.told.failures.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'THREAD_DIED The threads could not be started: EAGAIN',
      'THREAD_DIED Thread 0 died.',
      'THREAD_DIED The threads could not be started: EAGAIN',
    ]);
    expect([started.told.attempts.length, started.told.ended]).toEqual([3, [1, 2, 3]]);
  });

  it('comes although the data ended while a stop was under way that then failed', async () => {
    const { engine, commits } = engineWith();
    const openAttempt = engine.storage.openAttempt.bind(engine.storage);
    vi.spyOn(engine.storage, 'openAttempt').mockImplementation(async (jobId, epoch): Promise<AttemptStorage> => {
      const attempt = await openAttempt(jobId, epoch);
      return {
        publish: (location, manifest) => attempt.publish(location, manifest),
        abandon: (location) => attempt.abandon(location),
        discard: (path) => attempt.discard(path),
        close: () => attempt.close(),
        prepare: async (request) => {
          if (request.kind === 'CHECKPOINT') return attempt.prepare(request);
          // The storage hangs until long after the last row, and then fails.
          await new Promise<void>((resolve) => void engine.world.timers.schedule(500, resolve));
          throw new StorageError('IO', 'the storage is away');
        },
      };
    });
    const { master } = engine.start(numbers(600));
    await engine.world.runFor(50);
    const answer = await engine.settle(master.stop({ isDraining: false, directory: null }));
    expect(answer).toMatchObject({ kind: 'refused' });
    expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
    expect(commits.rows('all')).toHaveLength(600);
  });

  it('is FAILED at once when the state is not what an operator declares: a restart would meet it again', async () => {
    const { engine } = engineWith();
    const counts = (aggregate: string): ReturnType<typeof analyzedJob> =>
      analyzedJob({
        restartStrategy: { type: 'fixed-delay', attempts: 3, delay: '5ms' },
        operators: [
          {
            uid: 'numbers',
            type: 'datagen',
            rowsPerSecond: 6_000,
            columns: { i: { kind: 'sequence' }, k: { kind: 'int', min: 0, max: 19 } },
          },
          { uid: 'counts', type: 'aggregate', input: 'numbers', keyBy: ['k'], aggregates: { n: aggregate } },
          { uid: 'updates', type: 'blackhole', input: 'counts' },
        ],
      });
    const first = engine.start(counts('COUNT(*)'));
    await engine.world.runUntil(() => first.master.state === 'RUNNING');
    await engine.world.runFor(50);
    const answer = await engine.settle(first.master.triggerSavepoint(null));
    await engine.settle(first.master.cancel());
    const path = answer.kind === 'completed' ? answer.path : '';
    const second = engine.start(counts('SUM(i)'), {
      firstCheckpointId: 50,
      restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' },
    });
    expect(await engine.settle(second.master.ended)).toMatchObject({
      state: 'FAILED',
      failure: {
        code: 'RESTORE_FAILED',
        message: expect.stringContaining('Give the operator another uid') as string,
        operatorUid: 'counts',
      },
    });
    expect(second.told.attempts).toHaveLength(1);
  });
});
