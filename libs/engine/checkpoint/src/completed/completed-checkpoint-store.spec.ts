import { describe, expect, it } from 'vitest';
import type { SnapshotManifest, StateFile } from '@weir/engine-core';
import { fileOf } from '../testing/states.ts';
import type { CompletedCheckpoint } from './completed-checkpoint.ts';
import { CompletedCheckpointStore } from './completed-checkpoint-store.ts';
import { CheckpointRecoveryError, recoverCompletedCheckpoints } from './recover-completed-checkpoints.ts';
import { subsumable } from './subsume.ts';

function manifestOf(checkpointId: number, files: readonly StateFile[] = []): SnapshotManifest {
  return {
    formatVersion: 1,
    snapshotId: `snapshot-${checkpointId}`,
    jobId: 'job',
    runId: 'run',
    epoch: 1,
    checkpointId,
    kind: 'CHECKPOINT',
    triggerTimestamp: 0,
    specDigest: '',
    maxParallelism: 128,
    operators: [],
    files,
  };
}

function completed(checkpointId: number, change: Partial<CompletedCheckpoint> = {}): CompletedCheckpoint {
  return {
    checkpointId,
    kind: 'CHECKPOINT',
    isSynchronous: false,
    path: `/root/chk-${checkpointId}`,
    manifest: manifestOf(checkpointId),
    ownership: 'OWNED',
    ...change,
  };
}

const ids = (checkpoints: readonly CompletedCheckpoint[]): readonly number[] =>
  checkpoints.map(({ checkpointId }) => checkpointId);

describe('CompletedCheckpointStore', () => {
  it.each([0, 1])('case 29: retaining %i keeps at least the newest', (retainedMax) => {
    const store = new CompletedCheckpointStore(retainedMax, 'NEVER');
    expect(store.add(completed(1)).snapshots).toEqual([]);
    expect(ids(store.add(completed(2)).snapshots)).toEqual([1]);
    expect(store.latest?.checkpointId).toBe(2);
  });

  it('case 29: an older savepoint may go, but the newest checkpoint stays below a savepoint, for increments build on it', () => {
    expect(ids(subsumable([completed(1), completed(2, { kind: 'SAVEPOINT' }), completed(3)], 1))).toEqual([1, 2]);
    expect(ids(subsumable([completed(1), completed(2), completed(3, { kind: 'SAVEPOINT' })], 1))).toEqual([1]);
    expect(ids(subsumable([completed(2), completed(3, { kind: 'SAVEPOINT' })], 1))).toEqual([]);
  });

  it('case 29: after the savepoint of a stop everything older may go', () => {
    expect(
      ids(subsumable([completed(1), completed(2), completed(3, { kind: 'SAVEPOINT', isSynchronous: true })], 1)),
    ).toEqual([1, 2]);
  });

  it('case 29: a globally terminal end discards by the policy, a suspension keeps everything', () => {
    for (const [state, discarded] of [
      ['FINISHED', [1, 2]],
      ['SUSPENDED', []],
    ] as const) {
      const store = new CompletedCheckpointStore(2, 'NEVER');
      store.add(completed(1));
      store.add(completed(2));
      expect(ids(store.shutdown(state).snapshots)).toEqual(discarded);
      expect(store.all).toEqual([]);
    }
  });

  it('case 29: a damaged entry is an error on recovery and not skipped', () => {
    const listed = [
      { path: '/root/chk-2', checkpointId: 2, manifest: null, damage: 'the checksum is wrong' },
      { path: '/root/chk-1', checkpointId: 1, manifest: manifestOf(1), damage: null },
    ];
    expect(() => recoverCompletedCheckpoints(listed)).toThrow(CheckpointRecoveryError);
    expect(() => recoverCompletedCheckpoints(listed)).toThrow(/\/root\/chk-2 .*the checksum is wrong/);
  });

  it('recovers oldest first, and of one id in two epochs the one listed first', () => {
    const listed = [
      { path: '/root/epoch-2/chk-2', checkpointId: 2, manifest: manifestOf(2), damage: null },
      { path: '/root/epoch-1/chk-2', checkpointId: 2, manifest: manifestOf(2), damage: null },
      { path: '/root/epoch-1/chk-1', checkpointId: 1, manifest: manifestOf(1), damage: null },
    ];
    expect(recoverCompletedCheckpoints(listed).map(({ path }) => path)).toEqual([
      '/root/epoch-1/chk-1',
      '/root/epoch-2/chk-2',
    ]);
  });

  it('discards shared files at the end only when no checkpoint is kept', () => {
    for (const [policy, files] of [
      ['NEVER', [fileOf('../shared/a')]],
      ['ON_CANCELLATION', []],
    ] as const) {
      const store = new CompletedCheckpointStore(1, policy);
      store.add(completed(1, { manifest: manifestOf(1, [fileOf('../shared/a'), fileOf('own')]) }));
      expect(store.shutdown('CANCELED').sharedFiles.map(({ file }) => file)).toEqual(files);
    }
  });

  it('refuses to complete one id twice', () => {
    const store = new CompletedCheckpointStore(2, 'NEVER');
    store.add(completed(1));
    expect(() => store.add(completed(1))).toThrow('A checkpoint completes once.');
  });
});
