import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { describe, expect, it } from 'vitest';
import { pointToStop, stopSavepoints } from './stop-savepoints.ts';

describe('pointToStop', () => {
  it('leaves a pointer that outlives a loss of power: whoever follows must not go on from an older checkpoint', async () => {
    const files = new MemoryFileSystem();
    await files.makeFolder('/job');
    await files.syncFolder('/');
    await pointToStop(files, '/job/epoch-3', { checkpointId: 7, epoch: 3, path: '/savepoints/a' });
    files.crash();
    const pointer = '/job/stop-7-3';
    expect(await stopSavepoints(files, '/job')).toEqual([
      { checkpointId: 7, epoch: 3, path: '/savepoints/a', pointer },
    ]);
  });
});
