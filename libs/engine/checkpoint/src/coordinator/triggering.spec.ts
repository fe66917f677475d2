import { describe, expect, it } from 'vitest';
import { CoordinatorWorld, locationOf, manualCheckpoint, savepoint, taskOf } from '../testing/coordinator-world.ts';
import { listHandleOf, stateOf } from '../testing/states.ts';

describe('CheckpointCoordinator, triggering', () => {
  it('case 1: a trigger makes one pending checkpoint, tells both tasks the same id and arms one timer', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    expect(world.coordinator.pendingIds).toEqual([1]);
    expect(world.all('trigger-tasks')).toMatchObject([
      {
        checkpointId: 1,
        tasks: [taskOf('a'), taskOf('b')],
        options: { kind: 'CHECKPOINT', ending: 'NONE', location: locationOf(1) },
      },
    ]);
    expect(world.all('arm-expiry')).toEqual([{ kind: 'arm-expiry', checkpointId: 1, at: world.now + 600_000 }]);
    expect(world.coordinator.retained).toEqual([]);
    expect(world.all('notify-complete')).toEqual([]);
  });

  it('case 9: a task that does not run refuses the checkpoint before it gets an id', () => {
    const world = new CoordinatorWorld();
    world.tell({ kind: 'task-state-changed', task: taskOf('a'), state: 'RUNNING' });
    world.request(manualCheckpoint);
    expect(world.all('reject-request')).toMatchObject([
      { requestId: 'request-1', reason: 'NOT_ALL_REQUIRED_TASKS_RUNNING', checkpointId: null },
    ]);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.coordinator.counts).toMatchObject({ total: 0, failed: 0 });
    expect(world.all('fail-job')).toEqual([]);
    world.run();
    expect(world.trigger()).toBe(1);
  });

  it.each([1, 2, 5])(
    'case 10: with %i checkpoints at once the next waits for one to end, and then exactly one starts',
    (maxConcurrentCheckpoints) => {
      const world = new CoordinatorWorld({ config: { intervalMs: 10, maxConcurrentCheckpoints } }).run();
      const expected = Array.from({ length: maxConcurrentCheckpoints }, (_, index) => index + 1);
      for (let round = 0; round < maxConcurrentCheckpoints + 5; round += 1) {
        world.advance(10).tell({ kind: 'periodic-timer-fired' });
      }
      expect(world.coordinator.pendingIds).toEqual(expected);
      world.acknowledgeAll(1);
      expect(world.coordinator.pendingIds).toEqual([...expected.slice(1), maxConcurrentCheckpoints + 1]);
    },
  );

  it('case 12: a periodic request that waited starts no earlier than the minimum pause after the completion', () => {
    const world = new CoordinatorWorld({ config: { intervalMs: 1_000, minPauseMs: 1_000 } }).run();
    world.advance(1_000).tell({ kind: 'periodic-timer-fired' });
    world.advance(1_000).tell({ kind: 'periodic-timer-fired' });
    expect(world.coordinator.pendingIds).toEqual([1]);
    world.advance(500);
    world.acknowledgeAll(1);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('arm-periodic-timer').at(-1)).toEqual({ kind: 'arm-periodic-timer', at: world.now + 1_000 });
    world.advance(999).tell({ kind: 'periodic-timer-fired' });
    expect(world.coordinator.pendingIds).toEqual([]);
    world.advance(1).tell({ kind: 'periodic-timer-fired' });
    expect(world.coordinator.pendingIds).toEqual([2]);
  });

  it('case 15: five savepoints are in flight at once although one checkpoint is allowed, and complete in any order', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 1 } }).run();
    for (let count = 0; count < 5; count += 1) world.request(savepoint);
    expect(world.coordinator.pendingIds).toEqual([1, 2, 3, 4, 5]);
    for (const id of [3, 1, 5, 4, 2]) world.acknowledgeAll(id);
    expect(world.all('resolve-request').map((effect) => effect.checkpointId)).toEqual([3, 1, 5, 4, 2]);
    expect(world.all('reject-request')).toEqual([]);
  });

  it('case 16: savepoints and checkpoints by hand do not wait for the minimum pause', () => {
    const world = new CoordinatorWorld({ config: { minPauseMs: 10_000_000, maxConcurrentCheckpoints: 1 } }).run();
    world.complete();
    world.request(savepoint);
    world.request(savepoint);
    expect(world.coordinator.pendingIds).toEqual([2, 3]);
    world.acknowledgeAll(2);
    world.acknowledgeAll(3);
    expect(world.trigger()).toBe(4);
  });

  it('case 19: a location that cannot be made leaves nothing pending, counts once and lets the next trigger work', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 1 } }).run();
    world.trigger();
    world.tell({ kind: 'location-failed', checkpointId: 1, message: 'ENOSPC', isFenced: false });
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('reject-request')).toMatchObject([{ reason: 'IO_EXCEPTION', checkpointId: 1 }]);
    expect(world.all('fail-job')).toEqual([]);
    const id = world.trigger();
    world.prepare(id);
    expect(world.all('trigger-tasks')).toMatchObject([{ checkpointId: id }]);
    world.tell({ kind: 'location-failed', checkpointId: 1, message: 'told again', isFenced: false });
    expect(world.all('fail-job')).toEqual([]);
  });

  it('ends the attempt, by name, when a newer one owns the job at the making of a location', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { tolerableFailedCheckpoints: 5 } }).run();
    world.trigger();
    world.tell({ kind: 'location-failed', checkpointId: 1, message: 'epoch 2 is open', isFenced: true });
    expect(world.all('fail-job')).toMatchObject([{ reason: 'EPOCH_FENCED', message: 'epoch 2 is open' }]);
    expect(world.all('reject-request')).toMatchObject([{ reason: 'EPOCH_FENCED', checkpointId: 1 }]);
  });

  it('case 24: while more snapshots are being deleted than may be in flight nothing starts', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { retainedCheckpoints: 1 } }).run();
    for (let id = 1; id <= 3; id += 1) {
      world.trigger();
      world.prepare(id);
      world.acknowledgeAll(id);
      world.publish(id);
    }
    expect(world.all('discard-snapshot').map((effect) => effect.checkpointId)).toEqual([1, 2]);
    world.request(manualCheckpoint);
    expect(world.coordinator.pendingIds).toEqual([]);
    world.tell({ kind: 'snapshot-discarded', checkpointId: 1 });
    expect(world.coordinator.pendingIds).toEqual([4]);
  });

  it('case 26: the end of the job rejects what waits and what comes later, and leaves nothing armed', () => {
    const world = new CoordinatorWorld({ storage: 'MANUAL', config: { intervalMs: 100 } }).run();
    world.request(manualCheckpoint);
    world.request(manualCheckpoint);
    world.tell({ kind: 'job-ended', state: 'CANCELED' });
    world.request(savepoint);
    expect(world.all('reject-request').map(({ requestId, reason }) => [requestId, reason])).toEqual([
      ['request-2', 'CHECKPOINT_COORDINATOR_SHUTDOWN'],
      ['request-1', 'CHECKPOINT_COORDINATOR_SHUTDOWN'],
      ['request-3', 'CHECKPOINT_COORDINATOR_SHUTDOWN'],
    ]);
    expect(world.all('cancel-periodic-timer')).toHaveLength(1);
    expect(world.all('cancel-expiry')).toEqual([{ kind: 'cancel-expiry', checkpointId: 1 }]);
    expect(world.prepare(1)).toEqual([{ kind: 'abandon-location', checkpointId: 1, location: locationOf(1) }]);
    expect(world.tell({ kind: 'periodic-timer-fired' })).toEqual([]);
  });

  it('case 26: pausing aborts what is in flight and queued, and resuming starts the schedule again', () => {
    const world = new CoordinatorWorld({ config: { intervalMs: 100 } }).run();
    world.trigger();
    world.request(manualCheckpoint);
    world.tell({ kind: 'scheduling-paused' });
    expect(world.all('reject-request').map(({ reason }) => reason)).toEqual([
      'CHECKPOINT_COORDINATOR_SUSPEND',
      'CHECKPOINT_COORDINATOR_SUSPEND',
    ]);
    expect(world.all('notify-aborted')).toMatchObject([{ checkpointId: 1 }]);
    expect(world.tell({ kind: 'periodic-timer-fired' })).toEqual([]);
    expect(world.tell({ kind: 'scheduling-resumed', random: 0.5 })).toEqual([
      { kind: 'arm-periodic-timer', at: world.now + 50 },
    ]);
  });

  it('case 27: a checkpoint by hand may be full, incremental or as configured', () => {
    const world = new CoordinatorWorld({ config: { isIncremental: true } }).run();
    for (const type of ['FULL', 'INCREMENTAL', 'CONFIGURED'] as const) world.complete({ ...manualCheckpoint, type });
    world.complete(savepoint);
    expect(world.all('trigger-tasks').map((effect) => effect.options.sharing)).toEqual([
      'FULL',
      'INCREMENTAL',
      'INCREMENTAL',
      'FULL',
    ]);
  });

  it('case 27: after a restore without claim checkpoints are full until one has completed', () => {
    const earlier = new CoordinatorWorld().run();
    earlier.complete();
    const [checkpoint] = earlier.coordinator.retained;
    if (checkpoint === undefined) throw new Error('Nothing completed.');
    const restoredFrom = { checkpoint, claim: 'NO_CLAIM' as const };
    const world = new CoordinatorWorld({
      config: { isIncremental: true, tolerableFailedCheckpoints: 9 },
      attempt: { restoredFrom },
    }).run();
    const failed = world.trigger();
    world.decline(failed, taskOf('a'));
    world.complete(savepoint);
    world.complete();
    world.complete();
    expect(world.all('trigger-tasks').map(({ checkpointId, options }) => [checkpointId, options.sharing])).toEqual([
      [2, 'FULL'],
      [3, 'FULL'],
      [4, 'FULL'],
      [5, 'INCREMENTAL'],
    ]);
    // Another attempt of a new host that restores without claim once more is in the same position again.
    world.tell({ kind: 'attempt-started', epoch: 2, topology: world.topology, restoredFrom, recovered: [] });
    world.run().trigger();
    expect(world.all('trigger-tasks').at(-1)?.options.sharing).toBe('FULL');
  });

  it('case 30: the coordinator’s state is taken before the tasks are triggered, and is in the manifest', () => {
    const world = new CoordinatorWorld({ config: { coordinatorStates: ['enumerator'] } }).run();
    world.trigger();
    expect(world.all('take-coordinator-state')).toEqual([
      { kind: 'take-coordinator-state', checkpointId: 1, names: ['enumerator'] },
    ]);
    expect(world.all('trigger-tasks')).toEqual([]);
    world.tell({ kind: 'coordinator-state-taken', checkpointId: 1, states: { enumerator: [1, 2] } });
    expect(world.all('trigger-tasks')).toHaveLength(1);
    world.acknowledgeAll(1);
    expect(world.all('publish-manifest')[0]?.manifest.coordinatorStates).toEqual({ enumerator: [1, 2] });
  });

  it('case 30: coordinator state that cannot be taken fails the checkpoint before any task hears of it', () => {
    const world = new CoordinatorWorld({ config: { coordinatorStates: ['enumerator'] } }).run();
    world.trigger();
    world.tell({ kind: 'coordinator-state-failed', checkpointId: 1, message: 'no' });
    expect(world.all('reject-request')).toMatchObject([{ reason: 'IO_EXCEPTION' }]);
    expect(world.all('notify-aborted')).toEqual([]);
    expect(world.all('abandon-location')).toHaveLength(1);
    expect(world.tell({ kind: 'coordinator-state-taken', checkpointId: 1, states: {} })).toEqual([]);
  });

  it('case 71: tasks whose predecessors have finished are triggered directly', () => {
    const world = new CoordinatorWorld().run();
    world.tell({ kind: 'task-state-changed', task: taskOf('a'), state: 'FINISHED' });
    world.trigger();
    expect(world.all('trigger-tasks')).toMatchObject([{ tasks: [taskOf('b')] }]);
    expect(world.all('record-statistics')[0]?.record).toMatchObject({ numSubtasks: 2, numAcknowledgedSubtasks: 1 });
    world.acknowledge(1, taskOf('b'), { state: stateOf({ operator: [listHandleOf('b')] }) });
    expect(world.all('publish-manifest')).toHaveLength(1);
  });

  it('case 72: a trigger that does not reach its task aborts the checkpoint, and the others are told', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.tell({ kind: 'task-state-changed', task: taskOf('a'), state: 'FINISHED' });
    expect(world.all('notify-aborted')).toMatchObject([{ checkpointId: 1, tasks: [taskOf('b')] }]);
    expect(world.all('reject-request')).toMatchObject([{ reason: 'CHECKPOINT_DECLINED_TASK_CLOSING' }]);
    world.trigger();
    world.tell({ kind: 'trigger-failed', checkpointId: 2, task: taskOf('b'), message: 'gone' });
    expect(world.all('reject-request').at(-1)).toMatchObject({ reason: 'TRIGGER_CHECKPOINT_FAILURE', checkpointId: 2 });
    expect(world.all('fail-job')).toEqual([]);
  });
});
