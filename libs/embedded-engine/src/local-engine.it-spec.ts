import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobSpecInput } from '@weir/job-spec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from './local-engine.ts';

const endless: JobSpecInput = {
  name: 'endless',
  operators: [
    { uid: 'numbers', type: 'datagen', rowsPerSecond: 1_000, columns: { i: { kind: 'sequence' } } },
    { uid: 'out', type: 'blackhole', input: 'numbers' },
  ],
};

/** Where a run began, told as soon as its attempt starts. */
async function run(
  engine: LocalEngine,
  spec: JobSpecInput,
  restore: 'latest' | null = 'latest',
): Promise<{ readonly restoredFrom: number | null; readonly checkpointId: number; readonly path: string }> {
  let restoredFrom: number | null = null;
  let onRunning = (): void => undefined;
  const running = new Promise<void>((resolve) => {
    onRunning = resolve;
  });
  const handle = await engine.run(spec, {
    restore,
    observer: {
      onState: (state) => state === 'RUNNING' && onRunning(),
      onAttemptStarted: (attempt) => {
        restoredFrom = attempt.restoredFrom?.checkpointId ?? null;
      },
    },
  });
  await Promise.race([running, handle.ended]);
  const { id, externalPath } = await handle.triggerCheckpoint();
  await handle.cancel();
  return { restoredFrom, checkpointId: id, path: externalPath ?? '' };
}

describe('LocalEngine', { timeout: 60_000 }, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-local-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['the snapshot folder', endless],
    ['a folder of the spec’s own', { ...endless, checkpointStorage: { type: 'filesystem', path: 'mine' } }],
  ] as const)('goes on from the latest checkpoint in %s, with a higher number', async (name, spec) => {
    const engine = new LocalEngine({ snapshotRoot: join(folder, name), filesRoot: join(folder, 'files'), threads: 1 });
    const first = await run(engine, spec);
    expect(first).toMatchObject({ restoredFrom: null, checkpointId: 1 });
    expect(await run(engine, spec)).toMatchObject({ restoredFrom: 1, checkpointId: 2 });
  });

  it('does not begin anew where the latest snapshot cannot be read, and numbers a new run’s above it', async () => {
    const snapshotRoot = join(folder, 'damaged');
    const engine = new LocalEngine({ snapshotRoot, filesRoot: join(folder, 'files'), threads: 1 });
    const { path } = await run(engine, endless);
    truncateSync(join(path, '_metadata'), 20);
    await expect(engine.run(endless, { restore: 'latest' })).rejects.toMatchObject({
      code: 'SNAPSHOT_DAMAGED',
      message: expect.stringContaining(path) as string,
    });
    expect(await run(engine, endless, null)).toMatchObject({ restoredFrom: null, checkpointId: 2 });
    expect(await run(engine, endless)).toMatchObject({ restoredFrom: 2, checkpointId: 3 });
  });
});
