import { StorageError } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { Commits, CommittingCatalog, type CatalogHooks } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

/** Numbers, counted by key. `rows` null: endless. */
function numbers(parallelism: number, rows: number | null, more: object = {}): Parameters<typeof analyzedJob>[0] {
  return {
    parallelism,
    checkpointing: { interval: '15ms' },
    operators: [
      {
        uid: 'numbers',
        type: 'datagen',
        rowsPerSecond: 6_000,
        ...(rows === null ? {} : { rows }),
        columns: { i: { kind: 'sequence' }, k: { kind: 'int', min: 0, max: 19 } },
      },
      { uid: 'all', type: 'blackhole', input: 'numbers', chain: false },
      { uid: 'counts', type: 'aggregate', input: 'numbers', keyBy: ['k'], aggregates: { n: 'COUNT(*)' } },
      { uid: 'updates', type: 'blackhole', input: 'counts' },
    ],
    ...more,
  };
}

function engineWith(hooks: CatalogHooks = {}): { readonly engine: VirtualEngine; readonly commits: Commits } {
  const commits = new Commits();
  return { engine: new VirtualEngine(new CommittingCatalog(commits, hooks)), commits };
}

function committed(commits: Commits): readonly number[] {
  return commits
    .rows('all')
    .map(({ i }) => Number(i))
    .sort((left, right) => left - right);
}

/** The updates of a key count 1, 2, 3, … without a gap, over every restore. */
function expectGapless(commits: Commits): void {
  const byKey = new Map<unknown, number[]>();
  for (const { k, n } of commits.rows('updates')) byKey.set(k, [...(byKey.get(k) ?? []), Number(n)]);
  for (const counts of byKey.values()) expect(counts).toEqual(counts.map((_, index) => index + 1));
}

/** No row is there twice. Which rows are there depends on how far each split had come. */
function expectOnce(commits: Commits): void {
  const rows = committed(commits);
  expect(rows).toEqual([...new Set(rows)]);
}

const upTo = (count: number): readonly number[] => [...Array(count).keys()];

describe('Stop with savepoint', { timeout: 60_000 }, () => {
  it.each([2, 3])(
    'ends FINISHED with exactly the rows before the barrier committed, at parallelism %i',
    async (parallelism) => {
      const { engine, commits } = engineWith();
      const { master, told } = engine.start(analyzedJob(numbers(parallelism, null)));
      await engine.world.runFor(80);
      const answer = await engine.settle(master.stop({ isDraining: false, directory: '/elsewhere/savepoints' }));
      expect(answer).toMatchObject({
        kind: 'stopped',
        path: expect.stringMatching(/^\/elsewhere\/savepoints\/savepoint-/) as string,
      });
      expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
      expect(told.states).toEqual(['INITIALIZING', 'RUNNING', 'FINISHED']);
      expectOnce(commits);
      expect(committed(commits).length).toBeGreaterThan(50);
      expectGapless(commits);
    },
  );

  it('restores at 3, then at 1, then from another folder: every row once over all of them', async () => {
    const { engine, commits } = engineWith();
    let path: string | null = null;
    let firstCheckpointId = 1;
    for (const parallelism of [2, 3, 1]) {
      const { master, told } = engine.start(analyzedJob(numbers(parallelism, null)), {
        firstCheckpointId,
        ...(path === null ? {} : { restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' } }),
      });
      await engine.world.runFor(70);
      const before = committed(commits).length;
      const answer = await engine.settle(master.stop({ isDraining: false, directory: '/elsewhere' }));
      if (answer.kind !== 'stopped') throw new Error(answer.message);
      expect(committed(commits).length).toBeGreaterThanOrEqual(before);
      expect(told.attempts).toMatchObject([{ restoredFrom: path === null ? null : { path, isSavepoint: true } }]);
      path = answer.path;
      await engine.settle(master.ended);
      firstCheckpointId = Math.max(...told.checkpoints.keys()) + 1;
      expectOnce(commits);
    }
    expect(path).not.toBeNull();
    await engine.files.rename(String(path), '/elsewhere/moved');
    const last = engine.start(analyzedJob(numbers(2, 2_000)), {
      firstCheckpointId,
      restore: { path: '/elsewhere/moved/_metadata', allowNonRestoredState: false, claimMode: 'NO_CLAIM' },
    });
    expect(await engine.settle(last.master.ended)).toMatchObject({ state: 'FINISHED' });
    expect(committed(commits)).toEqual(upTo(2_000));
    expectGapless(commits);
  });

  it('drains: everything emitted is committed and the job cannot go on', async () => {
    const { engine, commits } = engineWith();
    const { master } = engine.start(analyzedJob(numbers(2, null)));
    await engine.world.runFor(60);
    expect(await engine.settle(master.stop({ isDraining: true, directory: null }))).toMatchObject({ kind: 'stopped' });
    expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
    expectOnce(commits);
    expectGapless(commits);
  });

  it('goes on when the storage refuses the savepoint', async () => {
    const { engine, commits } = engineWith();
    const { master, told } = engine.start(analyzedJob(numbers(2, 1_000)));
    await engine.world.runFor(50);
    const answer = await engine.settle(master.stop({ isDraining: false, directory: '/forbidden' }));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('/forbidden') as string });
    expect(master.state).toBe('RUNNING');
    expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
    expect(told.attempts).toHaveLength(1);
    expect(committed(commits)).toEqual(upTo(1_000));
  });

  it('fails over when a task fails in the savepoint, as its tasks stand still, and loses nothing', async () => {
    let isFailing = false;
    const { engine, commits } = engineWith({
      onAsync: () => (isFailing ? Promise.reject(new Error('EIO')) : Promise.resolve()),
    });
    const { master, told } = engine.start(analyzedJob(numbers(2, 1_000)));
    await engine.world.runFor(50);
    isFailing = true;
    const answer = await engine.settle(master.stop({ isDraining: false, directory: null }));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('EIO') as string });
    isFailing = false;
    expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
    expect(told.attempts).toHaveLength(2);
    expect(committed(commits)).toEqual(upTo(1_000));
    expectGapless(commits);
  });

  it('is refused twice at once, and when the run is not RUNNING', async () => {
    const { engine } = engineWith();
    const { master } = engine.start(analyzedJob(numbers(1, null)));
    expect(await master.stop({ isDraining: false, directory: null })).toMatchObject({ kind: 'refused' });
    await engine.world.runFor(30);
    const first = master.stop({ isDraining: false, directory: null });
    expect(await master.stop({ isDraining: false, directory: null })).toMatchObject({ kind: 'refused' });
    expect(await engine.settle(first)).toMatchObject({ kind: 'stopped' });
  });
});

describe('A run', { timeout: 60_000 }, () => {
  it('is suspended with a last checkpoint, from which another run goes on', async () => {
    const { engine, commits } = engineWith();
    const first = engine.start(analyzedJob(numbers(2, 1_500, { checkpointing: {} })));
    await engine.world.runFor(50);
    await engine.settle(first.master.suspend(1_000));
    expect(first.told.states.at(-1)).toBe('SUSPENDED');
    const [checkpoint] = [...first.told.checkpoints.values()];
    expect(checkpoint).toMatchObject({ status: 'COMPLETED', trigger: 'MANUAL' });
    const second = engine.start(analyzedJob(numbers(1, 1_500)), {
      firstCheckpointId: 100,
      restore: { path: String(checkpoint?.externalPath), allowNonRestoredState: false, claimMode: 'CLAIM' },
    });
    expect(await engine.settle(second.master.ended)).toMatchObject({ state: 'FINISHED' });
    expect(committed(commits)).toEqual(upTo(1_500));
    expectGapless(commits);
  });

  it('is cancelled wherever it is, and leaves no thread behind', async () => {
    const { engine } = engineWith();
    for (const delayMs of [0, 0.05, 1, 40]) {
      const { master, told } = engine.start(analyzedJob(numbers(2, null)));
      if (delayMs > 0) await engine.world.runFor(delayMs);
      await engine.settle(master.cancel());
      expect(told.states.slice(-2)).toEqual(['CANCELLING', 'CANCELED']);
      expect(await master.ended).toMatchObject({ state: 'CANCELED', failure: null });
    }
  });

  it('is cancelled while the store of epochs does not answer', async () => {
    const { engine } = engineWith();
    engine.beforeEpoch = () => new Promise(() => undefined);
    const { master, told } = engine.start(analyzedJob(numbers(1, null)));
    await engine.world.runUntil(() => true);
    expect(await engine.settle(master.cancel().then(() => master.ended))).toMatchObject({ state: 'CANCELED' });
    expect(told.attempts).toEqual([]);
  });

  it('waits while the store of epochs is away, and ends when another owner has the run', async () => {
    const { engine } = engineWith();
    let tries = 0;
    engine.beforeEpoch = () => {
      tries += 1;
      return tries < 4 ? Promise.reject(new StorageError('IO', 'away')) : Promise.resolve();
    };
    const first = engine.start(analyzedJob(numbers(1, null)));
    await engine.world.runUntil(() => first.master.state === 'RUNNING');
    expect(tries).toBe(4);
    expect(first.told.states).toEqual(['INITIALIZING', 'RUNNING']);
    engine.beforeEpoch = () => Promise.reject(new StorageError('FENCED', 'another owner'));
    engine.threads.crash(0);
    expect(await engine.settle(first.master.ended)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'EPOCH_REFUSED' },
    });
  });

  it('fails at once, and names the reason, when the snapshot does not fit the job', async () => {
    const { engine } = engineWith();
    const first = engine.start(analyzedJob(numbers(2, null)));
    await engine.world.runFor(50);
    const answer = await engine.settle(first.master.triggerSavepoint(null));
    await engine.settle(first.master.cancel());
    const job = numbers(2, null);
    const renamed = {
      ...job,
      operators: job.operators.map(
        (operator) => JSON.parse(JSON.stringify(operator).replaceAll('"counts"', '"renamed"')) as object,
      ),
    };
    const path = answer.kind === 'completed' ? answer.path : '';
    const second = engine.start(analyzedJob(renamed), {
      firstCheckpointId: 50,
      restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' },
    });
    expect(await engine.settle(second.master.ended)).toMatchObject({
      state: 'FAILED',
      failure: {
        code: 'RESTORE_FAILED',
        message: expect.stringContaining('Cannot map checkpoint/savepoint state for operator counts') as string,
      },
    });
    const third = engine.start(analyzedJob(renamed), {
      firstCheckpointId: 50,
      restore: { path, allowNonRestoredState: true, claimMode: 'NO_CLAIM' },
    });
    await engine.world.runFor(30);
    expect(third.master.state).toBe('RUNNING');
    await engine.settle(third.master.cancel());
  });

  it('fails when more checkpoints fail than it tolerates, and when its restarts are used up', async () => {
    const { engine } = engineWith({ onAsync: () => Promise.reject(new Error('EIO')) });
    const { master, told } = engine.start(
      analyzedJob(numbers(1, null, { restartStrategy: { type: 'fixed-delay', attempts: 2, delay: '10ms' } })),
    );
    expect(await engine.settle(master.ended)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'CHECKPOINT_FAILURES_EXCEEDED' },
    });
    expect(told.attempts).toHaveLength(3);
    expect(told.states).toEqual([
      'INITIALIZING',
      'RUNNING',
      'FAILING',
      'RESTARTING',
      'INITIALIZING',
      'RUNNING',
      'FAILING',
      'RESTARTING',
      'INITIALIZING',
      'RUNNING',
      'FAILING',
      'FAILED',
    ]);
  });

  it('keeps as many checkpoints as it is told to, and tells of those it removes', async () => {
    const { engine } = engineWith();
    const { master, told } = engine.start(
      analyzedJob(numbers(1, null, { checkpointing: { interval: '15ms', retention: { completed: 2 } } })),
    );
    await engine.world.runUntil(() => told.discarded.length >= 3);
    await engine.settle(master.suspend(1_000));
    const completed = [...told.checkpoints.values()].filter(({ status }) => status === 'COMPLETED').map(({ id }) => id);
    const listed = await engine.settle(engine.storage.list(master.jobId));
    expect(listed.map(({ manifest }) => manifest?.checkpointId)).toEqual(completed.slice(-2).reverse());
    expect(told.discarded).toEqual(completed.slice(0, -2));
  });

  it('records when each barrier arrived on each channel', async () => {
    const { engine } = engineWith();
    const { master, told } = engine.start(analyzedJob(numbers(2, null)));
    await engine.world.runFor(40);
    await engine.settle(master.triggerCheckpoint());
    const record = [...told.checkpoints.values()].find(({ trigger }) => trigger === 'MANUAL');
    const counts = record?.operators.find(({ uid }) => uid === 'counts');
    expect(counts?.subtasks).toHaveLength(2);
    for (const { channels } of counts?.subtasks ?? []) {
      expect(channels.map(({ from, fromSubtask }) => `${from} ${fromSubtask}`).sort()).toEqual([
        'numbers 0',
        'numbers 1',
      ]);
      for (const { barrierTimestamp } of channels)
        expect(barrierTimestamp).toBeGreaterThanOrEqual(record?.triggerTimestamp ?? Infinity);
    }
    await engine.settle(master.cancel());
  });
});
