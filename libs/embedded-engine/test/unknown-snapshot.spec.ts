import { describe, expect, it } from 'vitest';
import { Commits, CommittingCatalog } from './committing-sink.ts';
import { analyzedJob, VirtualEngine } from './virtual-engine.ts';

const job = analyzedJob({
  checkpointing: { interval: '20ms' },
  restartStrategy: { type: 'fixed-delay', attempts: 1000, delay: '5ms' },
  operators: [
    { uid: 'rows', type: 'datagen', rowsPerSecond: 1_000, columns: { i: { kind: 'sequence' } } },
    { uid: 'out', type: 'blackhole', input: 'rows' },
  ],
});

describe('A snapshot that is not there', () => {
  it.each(['/snap/nowhere', '/elsewhere/nowhere/_metadata', '/outside/every/root'])(
    'case 92: fails the run at once when it is to begin from %s, and begins nothing',
    async (path) => {
      const commits = new Commits();
      const engine = new VirtualEngine(new CommittingCatalog(commits));
      const { master, told } = engine.start(job, {
        restore: { path, allowNonRestoredState: false, claimMode: 'NO_CLAIM' },
      });
      expect(await engine.settle(master.ended)).toMatchObject({
        state: 'FAILED',
        failure: { code: 'RESTORE_FAILED', message: expect.stringContaining(path.replace('/_metadata', '')) as string },
      });
      expect(told.states).not.toContain('RUNNING');
      expect(commits.rows('out')).toEqual([]);
    },
  );

  it('case 92: a savepoint without a folder of its own goes under the root of snapshots', async () => {
    const engine = new VirtualEngine(new CommittingCatalog(new Commits()));
    const { master } = engine.start(job);
    await engine.world.runFor(40);
    expect(await engine.settle(master.triggerSavepoint(null))).toMatchObject({
      kind: 'completed',
      path: expect.stringMatching(/^\/snap\//) as string,
    });
    await engine.settle(master.cancel());
  });
});
