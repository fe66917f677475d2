import { StorageError, type CheckpointStorage, type ListedSnapshot, type SnapshotManifest } from '@weir/engine-core';
import { trusted, trustedNumber, type JobId } from '@weir/kernel';
import type { RestoreRequest } from '@weir/run-contract';
import { describe, expect, it } from 'vitest';
import { findRestorePoint, type RestoreFacts } from './restore-point.ts';

function manifestOf(checkpointId: number, runId: string): SnapshotManifest {
  return {
    formatVersion: 1,
    snapshotId: `snapshot-${checkpointId}`,
    jobId: 'job',
    runId,
    epoch: 1,
    checkpointId: trustedNumber(checkpointId),
    kind: 'CHECKPOINT',
    triggerTimestamp: 0,
    specDigest: '',
    maxParallelism: 128,
    operators: [],
    files: [],
  };
}

const snapshot = (checkpointId: number, runId: string): ListedSnapshot => ({
  checkpointId: trustedNumber(checkpointId),
  path: `/chk-${checkpointId}`,
  manifest: manifestOf(checkpointId, runId),
  damage: null,
});

/** A storage that lists these, newest first, and reads any of them and the savepoint of another run. */
function found(
  listed: readonly ListedSnapshot[],
  facts: Partial<RestoreFacts> = {},
): ReturnType<typeof findRestorePoint> {
  const unused = (): never => expect.fail('A restore point is found by listing and reading.');
  const storage: CheckpointStorage = {
    list: () => Promise.resolve(listed),
    readManifest: (path) =>
      path === '/gone'
        ? Promise.reject(new StorageError('MISSING', 'It is gone.'))
        : Promise.resolve(manifestOf(Number(path.slice('/chk-'.length)), 'another')),
    openAttempt: unused,
    openReader: unused,
    verify: unused,
    discard: unused,
    removeJob: unused,
  };
  const jobId = trusted<JobId>('job');
  return findRestorePoint({
    storage,
    jobId,
    runId: 'own',
    isFirstAttempt: true,
    requested: null,
    known: null,
    ...facts,
  });
}

const asked = (claimMode: RestoreRequest['claimMode']): RestoreRequest => ({
  path: '/chk-3',
  allowNonRestoredState: false,
  claimMode,
});

describe('findRestorePoint', () => {
  it('goes on from the newest of its own, and takes none of another run for its own', async () => {
    const { restored, recovered } = await found([snapshot(9, 'another'), snapshot(7, 'own'), snapshot(5, 'own')]);
    expect([restored?.checkpoint.checkpointId, restored?.claim]).toEqual([7, 'OWN']);
    expect(recovered.map(({ checkpointId }) => checkpointId)).toEqual([5, 7]);
  });

  it('begins from what it was asked for while it has none of its own', async () => {
    const { restored, recovered } = await found([snapshot(9, 'another')], { requested: asked('CLAIM') });
    expect(restored).toMatchObject({ claim: 'CLAIM', checkpoint: { checkpointId: 3, ownership: 'OWNED' } });
    expect(recovered).toEqual([]);
  });

  it('keeps the books of what it claimed also when it goes on from one of its own: nobody else would remove it', async () => {
    const own = [snapshot(7, 'own'), snapshot(5, 'own')];
    const { restored, recovered } = await found(own, { requested: asked('CLAIM') });
    expect(restored?.checkpoint.checkpointId).toBe(7);
    expect(recovered.map(({ checkpointId, ownership }) => [checkpointId, ownership])).toEqual([
      [3, 'OWNED'],
      [5, 'OWNED'],
      [7, 'OWNED'],
    ]);
    const named = await found(own, { requested: { ...asked('CLAIM'), path: '/chk-7' } });
    expect(named.recovered.map(({ checkpointId }) => checkpointId)).toEqual([5, 7]);
    const gone = await found(own, { requested: { ...asked('CLAIM'), path: '/gone' } });
    expect(gone.recovered).toHaveLength(2);
    expect((await found(own, { requested: asked('NO_CLAIM') })).recovered).toHaveLength(2);
  });

  it('begins empty when there is nothing of its own and nothing was asked for', async () => {
    expect(await found([snapshot(9, 'another')])).toEqual({ restored: null, recovered: [] });
  });
});
