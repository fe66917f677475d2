import { SubtaskCheckpoints } from '@weir/engine-checkpoint';
import type { CheckpointBarrier, SnapshotFileStore } from '@weir/engine-core';
import { type CheckpointId, trustedNumber } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { SubtaskSnapshots, type SubtaskSnapshotsOptions } from './subtask-snapshots.ts';

const barrier: CheckpointBarrier = {
  kind: 'barrier',
  checkpointId: trustedNumber<CheckpointId>(1),
  timestamp: 0,
  options: { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '/snapshots/chk-1' },
};
const timing = { startDelay: 0, alignmentDuration: 0, processedData: 0, channels: [] };

/** What a task does at a barrier, in order. */
async function followed(isFinishedOnRestore: boolean): Promise<readonly string[]> {
  const log: string[] = [];
  const chain: SubtaskSnapshotsOptions['chain'] = {
    links: [],
    isFinishedOnRestore,
    prepareSnapshot: () => void log.push('prepare'),
    cut: () => {
      log.push('cut');
      const finish = (): Promise<void> => Promise.resolve().then(() => void log.push('written'));
      return [{ uid: 'a', keyed: null, lists: [], finish }];
    },
    notifyComplete: () => Promise.resolve(),
    notifyAborted: () => undefined,
  };
  const files: SnapshotFileStore = { create: () => Promise.reject(new Error('There is nothing to write.')) };
  const rules = new SubtaskCheckpoints({ isFinishedOnRestore });
  rules.onRunning();
  const snapshots = new SubtaskSnapshots({
    rules,
    chain,
    files,
    channels: [],
    clock: { now: () => 0, monotonic: () => 0 },
    identity: { jobId: 'job', runId: 'run', epoch: 1, owner: 'a#0' },
    broadcast: ({ kind }) => void log.push(kind),
    answer: (answer) => void log.push(answer.kind === 'declined' ? answer.message : answer.kind),
    fail: (error) => void log.push(String(error)),
  });
  snapshots.take(barrier, timing);
  await new Promise((resolve) => setImmediate(resolve));
  await snapshots.close();
  return log;
}

describe('SubtaskSnapshots', () => {
  it('case 59: a snapshot prepares, sends the barrier on, cuts, writes and only then acknowledges', async () => {
    expect(await followed(false)).toEqual(['prepare', 'barrier', 'cut', 'written', 'acknowledged']);
  });

  it('case 70: a task restored as finished only passes the barrier on, and acknowledges', async () => {
    expect(await followed(true)).toEqual(['barrier', 'acknowledged']);
  });
});
