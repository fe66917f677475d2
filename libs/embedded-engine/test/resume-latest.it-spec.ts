import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptStarted, RunHandle } from '@weir/run-contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalEngine } from '../src/local-engine.ts';

const retained = 2;
const spec = {
  name: 'resumed',
  checkpointing: { interval: '20ms', retention: { completed: retained } },
  operators: [
    { uid: 'numbers', type: 'datagen' as const, rowsPerSecond: 1_000, columns: { i: { kind: 'sequence' as const } } },
    { uid: 'out', type: 'blackhole' as const, input: 'numbers' },
  ],
};

describe('A job that is resumed from its latest checkpoint', { timeout: 120_000 }, () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-resume-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function engine(): LocalEngine {
    return new LocalEngine({ snapshotRoot: join(folder, 'snapshots'), filesRoot: join(folder, 'files') });
  }

  /** Runs until so many checkpoints have completed. */
  async function live(restore: 'latest' | { readonly path: string }): Promise<{
    readonly run: RunHandle;
    readonly attempt: AttemptStarted | null;
  }> {
    let attempt: AttemptStarted | null = null;
    let completed = 0;
    let onEnough = (): void => undefined;
    const isEnough = new Promise<void>((resolve) => (onEnough = resolve));
    const run = await engine().run(spec, {
      restore,
      observer: {
        onAttemptStarted: (started) => (attempt = started),
        onCheckpoint: ({ status }) => {
          completed += status === 'COMPLETED' ? 1 : 0;
          if (completed > retained) onEnough();
        },
      },
    });
    await isEnough;
    return { run, attempt };
  }

  function checkpoints(): readonly string[] {
    const names = readdirSync(join(folder, 'snapshots'), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\/chk-\d+$/.test(name)).sort();
  }

  it('keeps no more checkpoints than its retention says, however often it is resumed', async () => {
    for (let resumed = 0; resumed < 4; resumed += 1) {
      const before = resumed === 0 ? [] : checkpoints();
      const { run, attempt } = await live('latest');
      expect(attempt?.restoredFrom === null).toBe(resumed === 0);
      await run.cancel();
      expect(checkpoints()).toHaveLength(retained);
      for (const path of before) expect(checkpoints()).not.toContain(path);
    }
  });

  it('leaves a snapshot alone that it was started from by name', async () => {
    const first = await live('latest');
    await first.run.cancel();
    const named = checkpoints();
    const path = join(folder, 'snapshots', named.at(-1) ?? '');
    const second = await live({ path });
    await second.run.cancel();
    expect(second.attempt?.restoredFrom?.path).toBe(path);
    expect(checkpoints()).toEqual(expect.arrayContaining([...named]));
    expect(checkpoints()).toHaveLength(2 * retained);
  });
});
