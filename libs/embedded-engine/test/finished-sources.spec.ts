import { describe, expect, it } from 'vitest';
import { Commits, CommittingCatalog } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

const columns = (start: number): object => ({ i: { kind: 'sequence', start } });

/** A short and a long source united; the short one has ended long before the long one has. */
function united(mode: 'EXACTLY_ONCE' | 'AT_LEAST_ONCE', parallelism: number): Parameters<typeof analyzedJob>[0] {
  return {
    parallelism,
    checkpointing: { interval: '10ms', mode, tolerableFailedCheckpoints: 100 },
    restartStrategy: { type: 'fixed-delay', attempts: 100, delay: '5ms' },
    operators: [
      { uid: 'short', type: 'datagen', rows: 100, rowsPerSecond: 5_000, columns: columns(0) },
      { uid: 'long', type: 'datagen', rows: 900, rowsPerSecond: 5_000, parallelism: 1, columns: columns(100) },
      { uid: 'both', type: 'union', inputs: ['short', 'long'] },
      { uid: 'rows', type: 'blackhole', input: 'both' },
    ],
  };
}

function committed(commits: Commits): readonly number[] {
  return commits
    .rows('rows')
    .map(({ i }) => Number(i))
    .sort((left, right) => left - right);
}

const all = [...Array(1_000).keys()];

describe.each([1, 2])(
  'A union of sources that end at different times, at parallelism %i',
  { timeout: 60_000 },
  (parallelism) => {
    it('goes on with checkpoints after one has finished, and ends exact', async () => {
      const commits = new Commits();
      const engine = new VirtualEngine(new CommittingCatalog(commits));
      const { master, told } = engine.start(analyzedJob(united('EXACTLY_ONCE', parallelism)));
      expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
      expect(committed(commits)).toEqual(all);
      const completed = [...told.checkpoints.values()].filter(({ status }) => status === 'COMPLETED');
      // Long after 20 ms, when the short source has ended.
      expect(completed.length).toBeGreaterThan(8);
    });

    it('restores the finished source as finished', async () => {
      const commits = new Commits();
      const engine = new VirtualEngine(new CommittingCatalog(commits));
      const { master, told } = engine.start(analyzedJob(united('EXACTLY_ONCE', parallelism)));
      for (const delayMs of [75, 110, 150]) engine.world.timers.schedule(delayMs, () => engine.threads.crash(0));
      expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
      expect(told.attempts.filter(({ restoredFrom }) => restoredFrom !== null).length).toBeGreaterThan(1);
      expect(committed(commits)).toEqual(all);
    });

    it('loses nothing AT_LEAST_ONCE', async () => {
      const commits = new Commits();
      const engine = new VirtualEngine(new CommittingCatalog(commits));
      const { master } = engine.start(analyzedJob(united('AT_LEAST_ONCE', parallelism)));
      for (const delayMs of [35, 75, 110]) engine.world.timers.schedule(delayMs, () => engine.threads.crash(0));
      expect(await engine.settle(master.ended)).toMatchObject({ state: 'FINISHED' });
      expect([...new Set(committed(commits))]).toEqual(all);
    });
  },
);
