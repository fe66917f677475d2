import { describe, expect, it } from 'vitest';
import type { PendingCheckpointStart } from '../coordinator/pending-checkpoint.ts';
import { periodicCheckpoint } from '../coordinator/checkpoint-properties.ts';
import { taskOf } from '../testing/coordinator-world.ts';
import { twoTasks } from '../testing/topologies.ts';
import { CheckpointStatisticsTracker, endedRecordsMax } from './checkpoint-statistics-tracker.ts';

function startOf(checkpointId: number): PendingCheckpointStart {
  return {
    checkpointId,
    snapshotId: `snapshot-${checkpointId}`,
    epoch: 1,
    requestId: null,
    properties: periodicCheckpoint,
    sharing: 'FULL',
    plan: { tasksToTrigger: [taskOf('a')], tasksToWaitFor: [taskOf('a')], finishedTasks: [] },
    triggerTimestamp: 0,
  };
}

describe('CheckpointStatisticsTracker', () => {
  it('case 31: keeps a bounded number of ended records, the latest, and every one in progress', () => {
    const tracker = new CheckpointStatisticsTracker();
    tracker.onStarted(startOf(1), twoTasks, 0);
    for (let id = 2; id <= endedRecordsMax + 3; id += 1) {
      tracker.onStarted(startOf(id), twoTasks, 0);
      tracker.onCompleted(id, '/path', 1);
    }
    expect(tracker.recordOf(1)?.status).toBe('IN_PROGRESS');
    expect(tracker.recordOf(2)).toBeUndefined();
    expect(tracker.recordOf(3)).toBeUndefined();
    expect(tracker.recordOf(4)?.status).toBe('COMPLETED');
  });

  it('case 31: ends a checkpoint once', () => {
    const tracker = new CheckpointStatisticsTracker();
    tracker.onStarted(startOf(1), twoTasks, 0);
    tracker.onFailed(1, { reason: 'CHECKPOINT_EXPIRED', message: 'late' }, 5);
    expect(tracker.onCompleted(1, '/path', 6)).toBeUndefined();
    expect(tracker.counts).toEqual({ total: 1, inProgress: 0, completed: 0, failed: 1, restored: 0 });
    expect(tracker.recordOf(1)).toMatchObject({ status: 'FAILED', endToEndDuration: 5, failureMessage: 'late' });
  });
});
