import { epoch, testJob } from '@weir/engine-core/conformance';
import { describe, expect, it } from 'vitest';
import { memoryRoot, memoryWorld, type MemoryWorld } from '../testing/memory-world.ts';

describe('Listing the checkpoints of a job', () => {
  it('takes an epoch whose empty folder another attempt removes meanwhile for an epoch without checkpoints', async () => {
    const folder = `${memoryRoot}/${testJob}/epoch-1`;
    let removals = 0;
    const world: MemoryWorld = memoryWorld({
      inject: ({ kind, path }) => (kind === 'list' && path === folder ? { kind: 'delay', until: remove } : null),
    });
    async function remove(): Promise<void> {
      removals += 1;
      await world.fileSystem.removeFolder(`${folder}/open`);
      await world.fileSystem.removeFolder(folder);
    }
    await world.storage().openAttempt(testJob, epoch(1));
    expect(await world.storage().list(testJob)).toEqual([]);
    expect(removals).toBe(1);
  });
});
