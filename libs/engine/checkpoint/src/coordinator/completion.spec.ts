import { describe, expect, it } from 'vitest';
import type { CompletedCheckpoint } from '../completed/completed-checkpoint.ts';
import { CoordinatorWorld, locationOf, savepoint, stopSavepoint, taskOf } from '../testing/coordinator-world.ts';
import { fileOf, keyedHandleOf, listHandleOf, stateOf } from '../testing/states.ts';

const [a, b] = [taskOf('a'), taskOf('b')];

/** What an earlier run of the job left behind. */
function completedBefore(): CompletedCheckpoint {
  const world = new CoordinatorWorld().run();
  const id = world.trigger();
  world.acknowledge(id, a, { state: stateOf({ keyed: [keyedHandleOf('../shared/old', [1])] }) });
  world.acknowledge(id, b);
  const [checkpoint] = world.coordinator.retained;
  if (checkpoint === undefined) throw new Error('Nothing completed.');
  return { ...checkpoint, path: '/elsewhere/chk-1' };
}

describe('CheckpointCoordinator, completion', () => {
  it('case 3: with one checkpoint retained the next completion discards it, after the tasks were told', () => {
    const world = new CoordinatorWorld().run();
    world.complete();
    world.trigger();
    world.acknowledge(2, a);
    const effects = world.acknowledge(2, b).map(({ kind }) => kind);
    expect(world.retainedIds).toEqual([2]);
    expect(world.all('discard-snapshot')).toEqual([{ kind: 'discard-snapshot', checkpointId: 1, path: locationOf(1) }]);
    expect(effects.indexOf('notify-complete')).toBeLessThan(effects.indexOf('discard-snapshot'));
  });

  it('case 3: a shared file goes when no retained checkpoint uses it any more', () => {
    const world = new CoordinatorWorld({ config: { isIncremental: true } }).run();
    const used = [['../shared/one', '../shared/two'], ['../shared/two', '../shared/three'], ['../shared/three']];
    for (const paths of used) {
      const id = world.trigger();
      world.acknowledge(id, a, { state: stateOf({ keyed: paths.map((path) => keyedHandleOf(path, [1], path)) }) });
      world.acknowledge(id, b);
    }
    expect(world.all('discard-files')).toEqual([
      { kind: 'discard-files', location: locationOf(1), files: [fileOf('../shared/one')] },
      { kind: 'discard-files', location: locationOf(1), files: [fileOf('../shared/two')] },
    ]);
  });

  it('case 11: with two at once the completion of the second subsumes the first and frees both places', () => {
    const world = new CoordinatorWorld({ config: { intervalMs: 10, maxConcurrentCheckpoints: 2 } }).run();
    for (let round = 0; round < 3; round += 1) world.advance(10).tell({ kind: 'periodic-timer-fired' });
    expect(world.coordinator.pendingIds).toEqual([1, 2]);
    world.acknowledgeAll(2);
    world.advance(10).tell({ kind: 'periodic-timer-fired' });
    expect(world.coordinator.pendingIds).toEqual([3, 4]);
    expect(
      world
        .all('record-statistics')
        .filter(({ record }) => record.failureReason === 'CHECKPOINT_SUBSUMED')
        .map(({ record }) => record.id),
    ).toEqual([1]);
  });

  it('case 14: a completion subsumes older checkpoints, but no savepoint', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 10 } }).run();
    world.trigger();
    world.trigger(savepoint);
    world.trigger();
    world.trigger();
    world.acknowledgeAll(3);
    expect(world.coordinator.pendingIds).toEqual([2, 4]);
    world.acknowledgeAll(4);
    world.acknowledgeAll(2);
    expect(world.all('resolve-request').map(({ checkpointId }) => checkpointId)).toEqual([3, 4, 2]);
    expect(world.all('reject-request').map(({ checkpointId }) => checkpointId)).toEqual([1]);
    expect(world.retainedIds).toEqual([4]);
  });

  it('case 17: an intermediate savepoint is not retained, is not told to the tasks and leaves pending checkpoints alone', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.complete(savepoint);
    expect(world.retainedIds).toEqual([]);
    expect(world.all('notify-complete')).toEqual([]);
    expect(world.coordinator.pendingIds).toEqual([1]);
    expect(world.coordinator.restorePoint).toBeNull();
    expect(world.all('resolve-request')).toMatchObject([{ checkpointId: 2, path: locationOf(2) }]);
  });

  it('case 17: the savepoint of a stop is told to the tasks and drops older pending checkpoints', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 2 } }).run();
    world.complete();
    world.trigger();
    world.complete(stopSavepoint);
    expect(world.all('notify-complete').map(({ checkpointId }) => checkpointId)).toEqual([1, 3]);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('discard-snapshot')).toEqual([]);
    expect(world.retainedIds).toEqual([1]);
  });

  it('case 95: the savepoint of a stop cannot be subsumed', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 3 } }).run();
    world.trigger(stopSavepoint);
    world.trigger();
    world.acknowledgeAll(2);
    expect(world.coordinator.pendingIds).toEqual([1]);
    world.acknowledgeAll(1);
    expect(world.all('resolve-request').map(({ checkpointId }) => checkpointId)).toEqual([2, 1]);
  });

  it.each([
    ['NOT_PUBLISHED', 1],
    ['UNKNOWN', 0],
  ] as const)(
    'case 18: a manifest that is %s is not retained, and its files go only when nothing may name them',
    (outcome, abandoned) => {
      const world = new CoordinatorWorld({ storage: 'MANUAL' }).run();
      world.trigger();
      world.prepare(1);
      world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('../shared/a')] }) });
      world.acknowledge(1, b);
      expect(world.coordinator.isPublishing).toBe(true);
      world.tell({ kind: 'publish-failed', checkpointId: 1, message: 'EIO', outcome });
      expect(world.coordinator.retained).toEqual([]);
      expect(world.all('abandon-location')).toHaveLength(abandoned);
      expect(world.all('discard-files')).toHaveLength(abandoned);
      expect(world.all('notify-aborted')).toMatchObject([{ checkpointId: 1, tasks: [a, b] }]);
      expect(world.all('reject-request')).toMatchObject([{ reason: 'FINALIZE_CHECKPOINT_FAILURE' }]);
      expect(world.all('fail-job')).toMatchObject([{ reason: 'FINALIZE_CHECKPOINT_FAILURE' }]);
    },
  );

  it('case 18: state that arrives again after a publication of unknown outcome is left alone', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 1 } }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.tell({ kind: 'publish-failed', checkpointId: 1, message: 'EIO', outcome: 'UNKNOWN' });
    expect(
      world
        .acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('x')] }) })
        .filter(({ kind }) => kind === 'discard-files'),
    ).toEqual([]);
  });

  it('ends the attempt when a newer epoch owns the job, and deletes nothing', () => {
    const world = new CoordinatorWorld({
      storage: 'MANUAL',
      config: { tolerableFailedCheckpoints: Number.POSITIVE_INFINITY },
    }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.tell({ kind: 'publish-failed', checkpointId: 1, message: 'epoch 2 is open', outcome: 'FENCED' });
    expect(world.all('fail-job')).toEqual([
      { kind: 'fail-job', reason: 'EPOCH_FENCED', message: 'epoch 2 is open', task: null },
    ]);
    expect(world.all('abandon-location')).toEqual([]);
  });

  it('publishes one manifest at a time, in the order in which checkpoints became complete', () => {
    const world = new CoordinatorWorld({
      storage: 'MANUAL',
      config: { maxConcurrentCheckpoints: 3, retainedCheckpoints: 5 },
    }).run();
    for (const id of [1, 2]) {
      world.trigger();
      world.prepare(id);
    }
    world.acknowledgeAll(1);
    world.acknowledgeAll(2);
    expect(world.all('publish-manifest').map(({ checkpointId }) => checkpointId)).toEqual([1]);
    world.publish(1);
    expect(world.all('publish-manifest').map(({ checkpointId }) => checkpointId)).toEqual([1, 2]);
    world.publish(2);
    expect(world.retainedIds).toEqual([1, 2]);
  });

  describe('a snapshot that is published after it has expired', () => {
    const discards = [
      { kind: 'discard-snapshot', checkpointId: 1, path: locationOf(1) },
      { kind: 'discard-files', location: locationOf(1), files: [fileOf('../shared/a')] },
    ];
    const expired = (): CoordinatorWorld => {
      const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 5 } }).run();
      world.trigger();
      world.prepare(1);
      world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('../shared/a')] }) });
      world.acknowledge(1, b);
      world.expire(1);
      expect(world.all('abandon-location')).toEqual([]);
      expect(world.all('discard-files')).toEqual([]);
      return world;
    };

    it('stays, for a later attempt may have restored from it, until a newer one is complete', () => {
      const world = expired();
      expect(world.publish(1)).toEqual([]);
      expect(world.publish(1)).toEqual([]);
      expect(world.coordinator.retained).toEqual([]);
      const next = world.trigger();
      world.prepare(next);
      world.acknowledgeAll(next);
      expect(world.publish(next)).toEqual(expect.arrayContaining(discards));
      expect(world.retainedIds).toEqual([next]);
    });

    it('is deleted when it appears behind a newer one that is complete', () => {
      const world = expired();
      const next = world.trigger();
      world.prepare(next);
      world.acknowledgeAll(next);
      world.publish(next);
      expect(world.all('discard-snapshot')).toEqual([]);
      expect(world.publish(1)).toEqual(discards);
    });

    it('is deleted when the end of the run is on record, and left alone by the next attempt', () => {
      const ended = expired();
      ended.publish(1);
      expect(ended.tell({ kind: 'job-ended', state: 'CANCELED' })).toEqual(expect.arrayContaining(discards));
      const failed = expired();
      failed.publish(1);
      failed.tell({ kind: 'tasks-failed', message: 'boom' });
      failed.tell({
        kind: 'attempt-started',
        epoch: 2,
        topology: failed.topology,
        restoredFrom: null,
        recovered: null,
      });
      failed.tell({ kind: 'tasks-running', random: 0 });
      const next = failed.trigger();
      failed.prepare(next);
      for (const task of [a, b]) failed.acknowledge(next, task, { origin: { jobId: 'job-1', epoch: 2 } });
      failed.publish(next);
      expect(failed.retainedIds).toEqual([next]);
      expect(failed.all('discard-snapshot')).toEqual([]);
    });
  });

  it('keeps a checkpoint whose manifest appears while the tasks are failing, and restores it', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL' }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.tell({ kind: 'tasks-failed', message: 'boom' });
    expect(world.coordinator.pendingIds).toEqual([1]);
    world.publish(1);
    expect(world.coordinator.restorePoint).toMatchObject({ checkpointId: 1 });
    expect(world.all('notify-complete')).toEqual([]);
  });

  it('leaves a manifest of an older attempt alone once a new one has started', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL' }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.tell({ kind: 'attempt-started', epoch: 2, topology: world.topology, restoredFrom: null, recovered: null });
    expect(world.all('abandon-location')).toEqual([]);
    expect(world.publish(1)).toEqual([]);
    expect(world.coordinator.pendingIds).toEqual([]);
  });

  it.each([
    ['NEVER', 'FINISHED', [1, 2]],
    ['NEVER', 'SUSPENDED', []],
    ['ON_FAILURE', 'FAILED', []],
    ['ON_FAILURE', 'CANCELED', [1, 2]],
    ['ON_CANCELLATION', 'CANCELED', []],
    ['ON_CANCELLATION', 'FINISHED', [1, 2]],
  ] as const)(
    'case 25: retention %s discards on %s what the matrix says, and nothing of a suspended job',
    (retention, state, discarded) => {
      const world = new CoordinatorWorld({ config: { retention, retainedCheckpoints: 2 } }).run();
      world.complete();
      world.complete();
      world.tell({ kind: 'job-ended', state });
      expect(world.all('discard-snapshot').map(({ checkpointId }) => checkpointId)).toEqual(discarded);
      world.tell({ kind: 'job-ended', state: 'FAILED' });
      expect(world.all('discard-snapshot')).toHaveLength(discarded.length);
    },
  );

  it('applies retention only after the manifest that was on its way has appeared', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL' }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.tell({ kind: 'job-ended', state: 'CANCELED' });
    expect(world.all('discard-snapshot')).toEqual([]);
    world.publish(1);
    expect(world.all('discard-snapshot')).toMatchObject([{ checkpointId: 1 }]);
  });

  it('case 29: a failed publication removes nothing', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 1 } }).run();
    for (const id of [1, 2]) {
      world.trigger();
      world.prepare(id);
      world.acknowledgeAll(id);
      if (id === 1) world.publish(id);
    }
    world.tell({ kind: 'publish-failed', checkpointId: 2, message: 'EIO', outcome: 'NOT_PUBLISHED' });
    expect(world.retainedIds).toEqual([1]);
    expect(world.all('discard-snapshot')).toEqual([]);
  });

  it.each([
    ['CLAIM', ['/elsewhere/chk-1'], [fileOf('../shared/old')]],
    ['NO_CLAIM', [], []],
  ] as const)('case 91: a snapshot restored with %s is deleted once subsumed, or never', (claim, discarded, files) => {
    const world = new CoordinatorWorld({ attempt: { restoredFrom: { checkpoint: completedBefore(), claim } } }).run();
    expect(world.coordinator.restorePoint).toMatchObject({ checkpointId: 1 });
    expect(world.coordinator.counts.restored).toBe(1);
    expect(world.complete()).toBe(2);
    world.complete();
    expect(
      world
        .all('discard-snapshot')
        .filter(({ path }) => path.startsWith('/elsewhere'))
        .map(({ path }) => path),
    ).toEqual(discarded);
    expect(world.all('discard-files').flatMap((effect) => effect.files)).toEqual(files);
    world.tell({ kind: 'job-ended', state: 'FINISHED' });
    expect(world.all('discard-snapshot').filter(({ path }) => path.startsWith('/elsewhere'))).toHaveLength(
      discarded.length,
    );
  });

  it('case 91: a claimed snapshot stays the run’s own over its attempts, and is deleted when it is subsumed', () => {
    const restoredFrom = { checkpoint: completedBefore(), claim: 'CLAIM' as const };
    const world = new CoordinatorWorld({
      config: { retainedCheckpoints: 2 },
      attempt: { restoredFrom, recovered: [] },
    }).run();
    world.complete();
    const recovered = world.coordinator.retained.filter(({ checkpointId }) => checkpointId === 2);
    const own = recovered[0];
    if (own === undefined) throw new Error('Nothing completed.');
    world.tell({
      kind: 'attempt-started',
      epoch: 1,
      topology: world.topology,
      restoredFrom: { checkpoint: own, claim: 'OWN' },
      recovered,
    });
    expect(world.retainedIds).toEqual([1, 2]);
    world.run().complete();
    expect(world.all('discard-snapshot').map(({ path }) => path)).toEqual(['/elsewhere/chk-1']);
  });

  it('restores the newest of what it retains', () => {
    const world = new CoordinatorWorld({ config: { retainedCheckpoints: 3 } }).run();
    for (let round = 0; round < 3; round += 1) world.complete();
    expect(world.retainedIds).toEqual([1, 2, 3]);
    expect(world.coordinator.restorePoint?.checkpointId).toBe(3);
  });

  it('deletes nothing that appears after its attempt is over, even what had expired', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 5 } }).run();
    world.trigger();
    world.prepare(1);
    world.acknowledgeAll(1);
    world.expire(1);
    world.tell({ kind: 'attempt-started', epoch: 2, topology: world.topology, restoredFrom: null, recovered: null });
    expect(world.publish(1)).toEqual([]);
  });

  it('gives no id again that the storage has, even when it restores an older snapshot', () => {
    const recovered = [{ ...completedBefore(), checkpointId: 9, path: locationOf(9) }];
    const world = new CoordinatorWorld({ attempt: { recovered } }).run();
    expect(world.trigger()).toBe(10);
  });

  it('takes over what the storage lists, discards what is too much, and goes on with greater ids', () => {
    const recovered = [1, 5, 9].map((checkpointId): CompletedCheckpoint => ({
      ...completedBefore(),
      checkpointId,
      path: locationOf(checkpointId),
    }));
    const newest = recovered[2];
    if (newest === undefined) throw new Error('Three were made.');
    const world = new CoordinatorWorld({
      config: { retainedCheckpoints: 2 },
      attempt: { recovered, restoredFrom: { checkpoint: newest, claim: 'OWN' } },
    }).run();
    expect(world.retainedIds).toEqual([5, 9]);
    expect(world.all('discard-snapshot').map(({ checkpointId }) => checkpointId)).toEqual([1]);
    expect(world.trigger()).toBe(10);
  });
});
