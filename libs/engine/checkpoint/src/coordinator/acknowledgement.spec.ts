import { describe, expect, it } from 'vitest';
import { CoordinatorWorld, jobId, locationOf, savepoint, stopSavepoint, taskOf } from '../testing/coordinator-world.ts';
import { fileOf, keyedHandleOf, listHandleOf, stateOf } from '../testing/states.ts';
import { vertexOf } from '../testing/topologies.ts';

const [a, b] = [taskOf('a'), taskOf('b')];

describe('CheckpointCoordinator, acknowledgements', () => {
  it('case 2: a repeated acknowledgement counts once; the last one completes, and each task is told once', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.acknowledge(1, a);
    expect(world.acknowledge(1, a)).toEqual([]);
    expect(world.coordinator.pendingIds).toEqual([1]);
    world.acknowledge(1, b);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.retainedIds).toEqual([1]);
    expect(world.all('cancel-expiry')).toEqual([{ kind: 'cancel-expiry', checkpointId: 1 }]);
    expect(world.all('notify-complete')).toEqual([{ kind: 'notify-complete', checkpointId: 1, tasks: [a, b] }]);
    world.acknowledge(1, b);
    world.publish(1);
    expect(world.all('notify-complete')).toHaveLength(1);
    expect(world.all('resolve-request')).toEqual([
      {
        kind: 'resolve-request',
        requestId: 'request-1',
        checkpointId: 1,
        snapshotId: 'snapshot-1',
        path: locationOf(1),
      },
    ]);
  });

  it('case 2: a repeated acknowledgement does not replace the first', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('first')] }) });
    world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('second')] }) });
    world.acknowledge(1, b);
    expect(world.all('publish-manifest')[0]?.manifest.files).toEqual([fileOf('first')]);
  });

  it.each(['CHECKPOINT_DECLINED', 'CHECKPOINT_ASYNC_EXCEPTION'] as const)(
    'case 4: %s disposes of the checkpoint; what comes later changes nothing',
    (reason) => {
      const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
      world.trigger();
      world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('a')] }) });
      world.decline(1, b, { reason });
      expect(world.coordinator.pendingIds).toEqual([]);
      expect(world.all('notify-aborted')).toEqual([
        { kind: 'notify-aborted', checkpointId: 1, latestCompletedId: 0, tasks: [a, b] },
      ]);
      expect(world.all('abandon-location')).toEqual([
        { kind: 'abandon-location', checkpointId: 1, location: locationOf(1) },
      ]);
      expect(world.all('cancel-expiry')).toHaveLength(1);
      expect(world.decline(1, b, { reason })).toEqual([]);
      expect(world.decline(1, a, { reason })).toEqual([]);
      expect(world.expire(1)).toEqual([]);
      world.acknowledge(1, b);
      expect(world.all('notify-aborted')).toHaveLength(1);
      expect(world.all('publish-manifest')).toEqual([]);
      expect(world.coordinator.counts.failed).toBe(1);
    },
  );

  it('lets a decline of a checkpoint that has ended abort none that is under way', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
    world.complete();
    world.decline(world.trigger(), a);
    const present = world.trigger();
    expect(world.decline(1, b)).toEqual([]);
    expect(world.decline(2, b)).toEqual([]);
    expect(world.coordinator.pendingIds).toEqual([present]);
  });

  it('case 5: declining one of two pending checkpoints leaves the other alone', () => {
    const world = new CoordinatorWorld({
      config: { maxConcurrentCheckpoints: 2, tolerableFailedCheckpoints: 5 },
    }).run();
    world.trigger();
    world.trigger();
    world.decline(1, a);
    expect(world.coordinator.pendingIds).toEqual([2]);
    expect(world.all('trigger-tasks')).toHaveLength(2);
    world.acknowledgeAll(2);
    expect(world.retainedIds).toEqual([2]);
  });

  it('case 6: a later checkpoint that completes first subsumes the earlier one, and its late state is deleted', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 2 } }).run();
    world.trigger();
    world.trigger();
    world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('../shared/a1')] }) });
    world.acknowledgeAll(2);
    expect(world.all('reject-request')).toMatchObject([{ requestId: 'request-1', reason: 'CHECKPOINT_SUBSUMED' }]);
    expect(world.all('abandon-location')).toMatchObject([{ checkpointId: 1 }]);
    expect(world.all('discard-files')).toEqual([
      { kind: 'discard-files', location: locationOf(1), files: [fileOf('../shared/a1')] },
    ]);
    const late = world.acknowledge(1, b, { state: stateOf({ operator: [listHandleOf('b1')] }) });
    expect(late).toContainEqual({ kind: 'discard-files', location: locationOf(1), files: [fileOf('b1')] });
    expect(world.retainedIds).toEqual([2]);
    expect(world.all('fail-job')).toEqual([]);
  });

  it('case 7: a checkpoint that expires is disposed of with its acknowledged state, and no task hears of a completion', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 0 } }).run();
    world.trigger();
    world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('../shared/a1')] }) });
    world.advance(600_000).expire(1);
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('abandon-location')).toMatchObject([{ checkpointId: 1 }]);
    expect(world.all('discard-files')).toMatchObject([{ files: [fileOf('../shared/a1')] }]);
    expect(world.all('notify-complete')).toEqual([]);
    expect(world.all('record-statistics').at(-1)?.record).toMatchObject({
      status: 'FAILED',
      failureReason: 'CHECKPOINT_EXPIRED',
      failureMessage: '1 of 2 tasks did not acknowledge within 600000 ms: b#0.',
      endToEndDuration: 600_000,
    });
    expect(world.all('fail-job')).toMatchObject([{ reason: 'CHECKPOINT_EXPIRED' }]);
  });

  it('case 8: state of another job or another epoch is not touched', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    const state = stateOf({ operator: [listHandleOf('a')] });
    expect(world.acknowledge(1, a, { state, origin: { jobId: 'other', epoch: 1 } })).toEqual([]);
    expect(world.acknowledge(1, a, { state, origin: { jobId, epoch: 2 } })).toEqual([]);
    expect(world.decline(1, a, { origin: { jobId, epoch: 2 } })).toEqual([]);
    expect(world.coordinator.pendingIds).toEqual([1]);
  });

  it('case 8: state of an unknown task, an unknown checkpoint or an aborted one is deleted', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
    world.trigger();
    const state = stateOf({ operator: [listHandleOf('x')] });
    const discarded = { kind: 'discard-files', location: locationOf(1), files: [fileOf('x')] };
    expect(
      world.acknowledge(1, taskOf('nobody'), {
        state,
        operators: [{ uid: 'nobody', state, checkpointedSize: 0, stateSize: 0 }],
      }),
    ).toEqual([discarded]);
    expect(world.acknowledge(77, a, { state })).toEqual([{ ...discarded, location: locationOf(77) }]);
    world.decline(1, b);
    expect(world.acknowledge(1, a, { state })).toContainEqual(discarded);
  });

  it('case 8: a message repeated after the completion deletes nothing', () => {
    const world = new CoordinatorWorld().run();
    const id = world.trigger(savepoint);
    const state = stateOf({ operator: [listHandleOf('x')] });
    world.acknowledge(id, a, { state });
    world.acknowledge(id, b, { state });
    expect(world.acknowledge(id, a, { state })).toEqual([]);
    expect(world.acknowledge(id, taskOf('nobody'), { state })).toEqual([]);
  });

  it('case 22: shared files that a completed checkpoint uses survive the abort of a later one', () => {
    const world = new CoordinatorWorld({ config: { isIncremental: true, tolerableFailedCheckpoints: 5 } }).run();
    world.trigger();
    world.acknowledge(1, a, { state: stateOf({ keyed: [keyedHandleOf('../shared/one', [1])] }) });
    world.acknowledge(1, b);
    world.trigger();
    const state = stateOf({ keyed: [keyedHandleOf('../shared/one', [1]), keyedHandleOf('../shared/two', [2])] });
    world.acknowledge(2, a, { state });
    world.decline(2, b);
    expect(world.all('discard-files')).toEqual([
      { kind: 'discard-files', location: locationOf(2), files: [fileOf('../shared/two')] },
    ]);
    world.acknowledge(2, b, { state: stateOf({ keyed: [keyedHandleOf('../shared/one', [1])] }) });
    expect(world.all('discard-files')).toHaveLength(1);
  });

  it('case 23: when the tasks fail everything in flight is aborted, and the schedule starts again with the next attempt', () => {
    const world = new CoordinatorWorld({ config: { intervalMs: 100, maxConcurrentCheckpoints: 2 } }).run();
    world.trigger();
    world.trigger();
    world.tell({ kind: 'tasks-failed', message: 'boom' });
    expect(world.coordinator.pendingIds).toEqual([]);
    expect(world.all('reject-request').map(({ reason }) => reason)).toEqual([
      'JOB_FAILOVER_REGION',
      'JOB_FAILOVER_REGION',
    ]);
    expect(world.all('cancel-periodic-timer')).toHaveLength(1);
    expect(world.all('notify-aborted')).toEqual([]);
    expect(world.tell({ kind: 'periodic-timer-fired' })).toEqual([]);
    world.tell({ kind: 'attempt-started', epoch: 2, topology: world.topology, restoredFrom: null, recovered: null });
    expect(world.tell({ kind: 'tasks-running', random: 0.999 })).toEqual([
      { kind: 'arm-periodic-timer', at: world.now + 100 },
    ]);
    expect(world.trigger()).toBe(3);
  });

  it('case 28: operators without state are not in the manifest; those with state are', () => {
    const topology = { vertices: [vertexOf('a', { chain: ['source', 'map'] }), vertexOf('b')] };
    const world = new CoordinatorWorld({ topology }).run();
    world.trigger();
    world.acknowledge(1, a, { state: stateOf({ operator: [listHandleOf('positions')] }) });
    world.acknowledge(1, b);
    const manifest = world.all('publish-manifest')[0]?.manifest;
    expect(manifest).toMatchObject({
      formatVersion: 1,
      snapshotId: 'snapshot-1',
      jobId,
      runId: 'run-1',
      epoch: 1,
      checkpointId: 1,
      kind: 'CHECKPOINT',
      specDigest: 'spec',
      maxParallelism: 128,
      operators: [
        {
          uid: 'source',
          name: 'Operator source',
          parallelism: 1,
          maxParallelism: 128,
          subtasks: [{ index: 0, finished: false }],
        },
      ],
      files: [fileOf('positions')],
    });
    expect(manifest?.operators.map(({ uid }) => uid)).toEqual(['source']);
    expect(manifest?.coordinatorStates).toBeUndefined();
  });

  it('case 73: a vertex whose subtasks have all finished is marked finished, a partly finished one by subtask', () => {
    const topology = { vertices: [vertexOf('a'), vertexOf('b', { parallelism: 2 })] };
    const world = new CoordinatorWorld({ topology }).run();
    world.tell({ kind: 'task-state-changed', task: a, state: 'FINISHED' });
    world.tell({ kind: 'task-state-changed', task: taskOf('b', 0), state: 'FINISHED' });
    world.trigger();
    world.acknowledge(1, taskOf('b', 1), { state: stateOf({ operator: [listHandleOf('b')] }) });
    const operators = world
      .all('publish-manifest')[0]
      ?.manifest.operators.map(({ uid, subtasks }) => [uid, subtasks.map(({ finished }) => finished)]);
    expect(operators).toEqual([
      ['a', [true]],
      ['b', [true, false]],
    ]);
    expect(world.all('notify-complete')).toMatchObject([{ tasks: [taskOf('b', 1)] }]);
  });

  it('case 73: a task that was restored as finished stays finished in the next snapshot', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.acknowledge(1, a, { lifecycle: 'FINISHED_ON_RESTORE' });
    world.acknowledge(1, b, { lifecycle: 'OPERATORS_FINISHED', state: stateOf({ operator: [listHandleOf('b')] }) });
    expect(world.all('publish-manifest')[0]?.manifest.operators).toMatchObject([
      { uid: 'a', subtasks: [{ finished: true }] },
      { uid: 'b', subtasks: [{ finished: false }] },
    ]);
  });

  it.each(['FINISHED', 'OPERATORS_FINISHED'] as const)(
    'case 74: union state of a vertex that is partly %s aborts the checkpoint',
    (how) => {
      const world = new CoordinatorWorld({ topology: { vertices: [vertexOf('a', { parallelism: 2 })] } }).run();
      const [first, second] = [taskOf('a', 0), taskOf('a', 1)];
      if (how === 'FINISHED') world.tell({ kind: 'task-state-changed', task: first, state: 'FINISHED' });
      world.trigger();
      if (how === 'OPERATORS_FINISHED') world.acknowledge(1, first, { lifecycle: 'OPERATORS_FINISHED' });
      world.acknowledge(1, second, { state: stateOf({ operator: [listHandleOf('u', { mode: 'UNION' })] }) });
      expect(world.all('publish-manifest')).toEqual([]);
      expect(world.all('reject-request')).toMatchObject([{ reason: 'CHECKPOINT_DECLINED_TASK_CLOSING' }]);
      expect(world.all('abandon-location')).toHaveLength(1);
      expect(world.all('fail-job')).toEqual([]);
    },
  );

  it('case 74: union state is fine when all subtasks run, or all have finished their operators', () => {
    const world = new CoordinatorWorld({ topology: { vertices: [vertexOf('a', { parallelism: 2 })] } }).run();
    const state = stateOf({ operator: [listHandleOf('u', { mode: 'UNION' })] });
    for (const lifecycle of ['RUNNING', 'OPERATORS_FINISHED'] as const) {
      const id = world.trigger();
      for (const task of world.tasks) world.acknowledge(id, task, { lifecycle, state });
    }
    expect(world.retainedIds).toEqual([2]);
    expect(world.all('reject-request')).toEqual([]);
  });

  it('tells the tasks of the savepoint of a stop how it ends', () => {
    const world = new CoordinatorWorld().run();
    world.trigger({ ...stopSavepoint, isDraining: true });
    expect(world.all('trigger-tasks')).toMatchObject([
      { options: { kind: 'SAVEPOINT', ending: 'DRAIN', sharing: 'FULL' } },
    ]);
    expect(world.all('prepare-location')).toMatchObject([{ snapshotKind: 'SAVEPOINT', directory: null }]);
  });
});
