import { describe, expect, it } from 'vitest';
import { CoordinatorWorld, savepoint, taskOf } from '../testing/coordinator-world.ts';

const config = { isIncremental: true, tolerableFailedCheckpoints: 9 };

describe('CheckpointCoordinator, what an increment may build on', () => {
  it('case 105: tasks are told each checkpoint that completed, and neither one that failed nor a savepoint', () => {
    const world = new CoordinatorWorld({ config }).run();
    world.complete();
    world.decline(world.trigger(), taskOf('a'));
    world.complete(savepoint);
    world.complete();
    expect(new Set(world.all('notify-complete').map(({ checkpointId }) => checkpointId))).toEqual(new Set([1, 4]));
    expect(world.all('trigger-tasks').map(({ options }) => options.sharing)).toEqual([
      'INCREMENTAL',
      'INCREMENTAL',
      'FULL',
      'INCREMENTAL',
    ]);
  });

  it('case 105: an abort names the latest confirmed checkpoint, also after a savepoint has completed', () => {
    const world = new CoordinatorWorld({ config }).run();
    world.complete();
    world.complete(savepoint);
    world.decline(world.trigger(), taskOf('b'));
    expect(world.all('notify-aborted')).toMatchObject([{ checkpointId: 3, latestCompletedId: 1 }]);
  });
});
