import { describe, expect, it } from 'vitest';
import { recoverCompletedCheckpoints } from '../completed/recover-completed-checkpoints.ts';
import { CoordinatorWorld, manualCheckpoint, stopSavepoint, taskOf } from '../testing/coordinator-world.ts';

const a = taskOf('a');

describe('CheckpointCoordinator, behind the savepoint of a stop', () => {
  it('starts nothing after the savepoint of a stop: tasks that end by it would be taken for tasks whose data has ended', () => {
    const world = new CoordinatorWorld().run();
    world.complete(stopSavepoint);
    world.tell({ kind: 'task-state-changed', task: a, state: 'FINISHED' });
    world.request(manualCheckpoint);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('reject-request')).toMatchObject([
      { reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING', message: expect.stringContaining('stopped with savepoint 1') },
    ]);
    world.tell({ kind: 'tasks-failed', message: 'a task ended badly' });
    world.tell({ kind: 'attempt-started', epoch: 2, topology: world.topology, restoredFrom: null, recovered: null });
    expect(world.run().trigger()).toBe(2);
  });

  it('restores the savepoint of a stop that failed afterwards, since the sinks may have committed it, until a later checkpoint completes', () => {
    const world = new CoordinatorWorld().run();
    world.complete();
    world.complete(stopSavepoint);
    world.tell({ kind: 'tasks-failed', message: 'a task ended badly' });
    const checkpoint = world.coordinator.restorePoint;
    expect(checkpoint).toMatchObject({ checkpointId: 2, kind: 'SAVEPOINT', isSynchronous: true });
    if (checkpoint === null) throw new Error('Nothing to restore.');
    world.tell({
      kind: 'attempt-started',
      epoch: 1,
      topology: world.topology,
      restoredFrom: { checkpoint, claim: 'OWN' },
      recovered: null,
    });
    expect(world.run().complete()).toBe(3);
    expect(world.coordinator.restorePoint).toMatchObject({ checkpointId: 3, kind: 'CHECKPOINT' });
    expect(world.all('discard-snapshot').map(({ checkpointId }) => checkpointId)).toEqual([1]);
  });

  it('leaves the savepoint of a stop to the user also when a new host finds it in the storage', () => {
    const before = new CoordinatorWorld().run();
    before.complete();
    before.complete(stopSavepoint);
    const [checkpoint] = before.coordinator.retained;
    const stop = before.coordinator.restorePoint;
    if (checkpoint === undefined || stop === null) throw new Error('Nothing completed.');
    const listed = [checkpoint, stop]
      .map(({ path, checkpointId, manifest }) => ({ path, checkpointId, manifest, damage: null }))
      .reverse();
    const recovered = recoverCompletedCheckpoints(listed);
    const [restored] = recovered.slice(-1);
    if (restored === undefined) throw new Error('Nothing to restore.');
    const world = new CoordinatorWorld({
      attempt: { recovered, restoredFrom: { checkpoint: restored, claim: 'OWN' } },
    }).run();
    expect(world.coordinator.restorePoint).toMatchObject({ checkpointId: 2, path: stop.path });
    expect(world.retainedIds).toEqual([1]);
    expect(world.complete()).toBe(3);
    world.tell({ kind: 'job-ended', state: 'FINISHED' });
    expect(world.all('discard-snapshot').map(({ checkpointId }) => checkpointId)).toEqual([1, 3]);
  });
});
