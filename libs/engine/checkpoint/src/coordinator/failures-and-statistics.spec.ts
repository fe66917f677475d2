import { describe, expect, it } from 'vitest';
import { CoordinatorWorld, savepoint, stopSavepoint, taskOf } from '../testing/coordinator-world.ts';

const [a, b] = [taskOf('a'), taskOf('b')];

describe('CheckpointCoordinator, failures and statistics', () => {
  it('case 20: the job fails once when consecutive failures exceed what is tolerated; a success begins anew', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 2 } }).run();
    for (let round = 0; round < 2; round += 1) world.expire(world.trigger());
    world.complete();
    for (let round = 0; round < 2; round += 1) world.expire(world.trigger());
    expect(world.all('fail-job')).toEqual([]);
    world.decline(world.trigger(), a);
    expect(world.all('fail-job')).toMatchObject([{ reason: 'CHECKPOINT_DECLINED', task: a }]);
    expect(world.all('fail-job')[0]?.message).toMatch(
      /^Exceeded checkpoint tolerable failure threshold\. .*CHECKPOINT_DECLINED/,
    );
    world.expire(world.trigger());
    expect(world.all('fail-job')).toHaveLength(1);
  });

  it('case 20: the failure of a savepoint on the coordinator’s side does not count, a task’s failure in the savepoint of a stop fails the job', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 0 } }).run();
    world.expire(world.trigger(savepoint));
    world.expire(world.trigger(stopSavepoint));
    expect(world.all('fail-job')).toEqual([]);
    world.decline(world.trigger(stopSavepoint), b, { reason: 'CHECKPOINT_DECLINED_TASK_CLOSING' });
    expect(world.all('fail-job')).toMatchObject([{ task: b }]);
  });

  it('case 21: an abort tells the tasks the latest completed checkpoint', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
    world.decline(world.trigger(), a);
    world.complete();
    world.decline(world.trigger(), a);
    expect(
      world.all('notify-aborted').map(({ checkpointId, latestCompletedId }) => [checkpointId, latestCompletedId]),
    ).toEqual([
      [1, 0],
      [3, 2],
    ]);
  });

  it('case 21: a subsumed checkpoint’s abort tells the one that subsumed it', () => {
    const world = new CoordinatorWorld({ config: { maxConcurrentCheckpoints: 2 } }).run();
    world.trigger();
    world.trigger();
    world.acknowledgeAll(2);
    expect(world.all('notify-aborted')).toMatchObject([{ checkpointId: 1, latestCompletedId: 2 }]);
  });

  it('case 31: total is always in progress, completed and failed together, and late subtasks still enter the record', () => {
    const world = new CoordinatorWorld({ config: { tolerableFailedCheckpoints: 5 } }).run();
    world.complete();
    const failed = world.trigger();
    world.decline(failed, a);
    world.trigger();
    expect(world.coordinator.counts).toEqual({ total: 3, inProgress: 1, completed: 1, failed: 1, restored: 0 });
    world.advance(50).acknowledge(failed, b);
    const record = world.all('record-statistics').at(-1)?.record;
    expect(record).toMatchObject({
      id: failed,
      status: 'FAILED',
      failureReason: 'CHECKPOINT_DECLINED',
      numAcknowledgedSubtasks: 1,
      checkpointedSize: 10,
    });
    expect(record?.operators).toMatchObject([
      { subtasks: [] },
      { uid: 'b', subtasks: [{ index: 0, endToEndDuration: 50, startDelay: 1 }] },
    ]);
    world.acknowledge(failed, b);
    expect(world.all('record-statistics').at(-1)?.record.numAcknowledgedSubtasks).toBe(1);
  });

  it('case 31: a completed record has the sums over its subtasks and its folder', () => {
    const world = new CoordinatorWorld().run();
    world.trigger();
    world.advance(20).acknowledge(1, a);
    world.advance(20).acknowledge(1, b);
    expect(world.all('record-statistics').at(-1)?.record).toMatchObject({
      id: 1,
      snapshotId: 'snapshot-1',
      epoch: 1,
      status: 'COMPLETED',
      kind: 'CHECKPOINT',
      trigger: 'MANUAL',
      incremental: false,
      endToEndDuration: 40,
      checkpointedSize: 20,
      stateSize: 40,
      processedData: 60,
      numSubtasks: 2,
      numAcknowledgedSubtasks: 2,
      externalPath: '/root/epoch-1/chk-1',
      failureReason: null,
    });
  });
});
