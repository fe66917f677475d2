import { describe, expect, it } from 'vitest';
import type { SubtaskAcknowledged } from '../coordinator/coordinator-event.ts';
import type { PendingCheckpointStart } from '../coordinator/pending-checkpoint.ts';
import { periodicCheckpoint } from '../coordinator/checkpoint-properties.ts';
import type { JobTopology } from '../plan/job-topology.ts';
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

function acknowledgementOf(checkpointId: number, uid: string, subtask: number, channels: number): SubtaskAcknowledged {
  return {
    kind: 'subtask-acknowledged',
    origin: { epoch: 1, attempt: 1 } as never,
    checkpointId,
    task: { vertex: uid, subtask },
    location: '',
    lifecycle: 'RUNNING',
    timings: {
      startDelay: 0,
      alignmentDuration: 0,
      syncDuration: 0,
      asyncDuration: 0,
      ackTimestamp: 1,
      checkpointedSize: 1,
      stateSize: 1,
      processedData: 0,
      channels: Array.from({ length: channels }, (_, fromSubtask) => ({
        fromUid: 'sender',
        fromSubtask,
        barrierTimestamp: 1,
        blockedDuration: 0,
      })),
    },
    operators: [{ uid, name: uid, checkpointedSize: 1, stateSize: 1 } as never],
  };
}

/** A chain of `operators` vertices of one operator each. */
function wide(operators: number, parallelism: number): JobTopology {
  const vertices = Array.from({ length: operators }, (_, index) => ({
    id: `op-${index}`,
    parallelism,
    operators: [{ uid: `op-${index}`, name: `op-${index}`, maxParallelism: 128 }],
    inputs: [],
  }));
  return { vertices };
}

describe('CheckpointStatisticsTracker', () => {
  it('looks into what a subtask said of its channels only when operators are read', () => {
    const tracker = new CheckpointStatisticsTracker();
    tracker.onStarted(startOf(1), wide(1, 3), 0);
    let looks = 0;
    for (const subtask of [2, 0, 1]) {
      const acknowledgement = acknowledgementOf(1, 'op-0', subtask, 2);
      const { channels, ...others } = acknowledgement.timings;
      const timings = {
        ...others,
        get channels() {
          looks += 1;
          return channels;
        },
      };
      tracker.onAcknowledged({ ...acknowledgement, timings }, 1);
    }
    const ended = tracker.onCompleted(1, '/path', 2);
    expect({ looks, acknowledged: ended?.numAcknowledgedSubtasks }).toEqual({ looks: 0, acknowledged: 3 });
    expect(ended?.operators[0]?.subtasks.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(looks).toBeGreaterThan(0);
  });

  it('tells records whose figures stand still while the checkpoint goes on', () => {
    const tracker = new CheckpointStatisticsTracker();
    const first = tracker.onStarted(startOf(1), wide(1, 2), 0);
    tracker.onAcknowledged(acknowledgementOf(1, 'op-0', 1, 1), 1);
    tracker.onAcknowledged(acknowledgementOf(1, 'op-0', 0, 1), 2);
    tracker.onCompleted(1, '/path', 3);
    expect(first).toMatchObject({ status: 'IN_PROGRESS', numAcknowledgedSubtasks: 0, externalPath: null });
    const ended = tracker.recordOf(1)?.operators[0]?.subtasks;
    expect(ended?.map(({ index }) => index)).toEqual([0, 1]);
    expect(ended?.[0]?.channels[0]).toEqual({
      from: 'sender',
      fromSubtask: 0,
      barrierTimestamp: 1,
      blockedDuration: 0,
    });
  });

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
