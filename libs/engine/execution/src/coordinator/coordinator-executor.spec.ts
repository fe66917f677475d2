import { CheckpointCoordinator, defaultCoordinatorConfig, type SubtaskRef } from '@weir/engine-checkpoint';
import { StorageError, type AttemptStorage, type SnapshotManifest } from '@weir/engine-core';
import { silentLogger } from '@weir/kernel';
import type { CheckpointRecord } from '@weir/run-contract';
import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../testing/virtual-world.ts';
import { CoordinatorExecutor } from './coordinator-executor.ts';
import type { TaskTrigger } from './coordinator-ports.ts';

const task: SubtaskRef = { vertex: 'a', subtask: 0 };
const topology = {
  vertices: [{ id: 'a', parallelism: 1, operators: [{ uid: 'a', name: 'a', maxParallelism: 128 }], inputs: [] }],
};
const noTimings = {
  startDelay: 0,
  alignmentDuration: 0,
  syncDuration: 0,
  asyncDuration: 0,
  ackTimestamp: 0,
  checkpointedSize: 0,
  stateSize: 0,
  processedData: 0,
  channels: [],
};

class Setting {
  readonly world = new VirtualWorld();
  readonly log: string[] = [];
  readonly triggers: TaskTrigger[] = [];
  readonly records = new Map<number, CheckpointRecord>();
  readonly executor: CoordinatorExecutor;
  publishFailure: Error | null = null;

  constructor(config: object = {}) {
    const coordinator = new CheckpointCoordinator({
      identity: { jobId: 'job', runId: 'run', specDigest: '', maxParallelism: 128 },
      config: { ...defaultCoordinatorConfig, timeoutMs: 1_000, ...config },
      firstCheckpointId: 1,
    });
    this.executor = new CoordinatorExecutor(coordinator, {
      clock: this.world.clock,
      timers: this.world.timers,
      ids: this.world.ids,
      logger: silentLogger,
      tasks: {
        trigger: (tasks, trigger) => {
          this.log.push(`trigger ${trigger.checkpointId} at ${tasks.length}`);
          this.triggers.push(trigger);
        },
        notifyComplete: (_, id) => this.log.push(`complete ${id}`),
        notifyAborted: (_, id) => this.log.push(`aborted ${id}`),
      },
      listener: {
        onRecord: (record) => this.records.set(record.id, record),
        onDiscarded: (id) => this.log.push(`discarded ${id}`),
        onFailJob: ({ reason }) => this.log.push(`fail ${reason}`),
      },
    });
    this.executor.startAttempt(
      { kind: 'attempt-started', epoch: 1, topology, restoredFrom: null, recovered: null },
      this.#attempt(),
    );
    this.executor.tell({ kind: 'tasks-running', random: 0 });
  }

  acknowledge(checkpointId: number): void {
    const origin = { jobId: 'job', epoch: 1 };
    const operators = [{ uid: 'a', state: { keyed: [], operator: [] }, checkpointedSize: 0, stateSize: 0 }];
    const location = `/chk-${checkpointId}`;
    this.executor.tell({
      kind: 'subtask-acknowledged',
      origin,
      checkpointId,
      task,
      location,
      lifecycle: 'RUNNING',
      timings: noTimings,
      operators,
    });
  }

  decline(checkpointId: number): void {
    const origin = { jobId: 'job', epoch: 1 };
    const reason = 'CHECKPOINT_DECLINED';
    this.executor.tell({ kind: 'subtask-declined', origin, checkpointId, task, reason, message: 'no' });
  }

  async settle<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    void promise.finally(() => (isSettled = true));
    await this.world.runUntil(() => isSettled);
    return promise;
  }

  #attempt(): AttemptStorage {
    return {
      prepare: ({ checkpointId }) => Promise.resolve({ path: `/chk-${checkpointId}` }),
      publish: ({ path }, manifest: SnapshotManifest) => {
        this.log.push(`publish ${manifest.checkpointId}`);
        return this.publishFailure === null ? Promise.resolve(path) : Promise.reject(this.publishFailure);
      },
      abandon: ({ path }) => Promise.resolve(void this.log.push(`abandon ${path}`)),
      discard: (path) => Promise.resolve(void this.log.push(`discard ${path}`)),
      close: () => Promise.resolve(void this.log.push('close')),
    };
  }
}

describe('CoordinatorExecutor', () => {
  it('carries a request from its folder to its manifest and answers it', async () => {
    const setting = new Setting();
    const answer = setting.executor.request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
    await setting.world.runUntil(() => setting.triggers.length === 1);
    expect(setting.triggers[0]?.options.location).toBe('/chk-1');
    setting.acknowledge(1);
    expect(await setting.settle(answer)).toMatchObject({ kind: 'completed', checkpointId: 1, path: '/chk-1' });
    expect(setting.log).toEqual(['trigger 1 at 1', 'publish 1', 'complete 1']);
    expect(setting.records.get(1)).toMatchObject({ status: 'COMPLETED', numAcknowledgedSubtasks: 1 });
  });

  it('keeps no timer of a checkpoint that has ended, however it ended', async () => {
    const setting = new Setting({ tolerableFailedCheckpoints: 5 });
    for (const end of ['complete', 'decline'] as const) {
      const answer = setting.executor.request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
      const id = setting.triggers.length + 1;
      await setting.world.runUntil(() => setting.triggers.length === id);
      expect(setting.world.timerCount).toBe(1);
      if (end === 'complete') setting.acknowledge(id);
      else setting.decline(id);
      await setting.settle(answer);
      expect(setting.world.timerCount).toBe(0);
    }
  });

  it('makes periodic checkpoints by its timer, and stops when the run is over', async () => {
    const setting = new Setting({ intervalMs: 100 });
    for (const id of [1, 2, 3]) {
      await setting.world.runUntil(() => setting.triggers.length === id);
      setting.acknowledge(id);
    }
    await setting.world.runUntil(() => setting.log.includes('discarded 2'));
    await setting.settle(setting.executor.close());
    expect(setting.log.at(-1)).toBe('close');
    const count = setting.log.length;
    await setting.world.runFor(1_000);
    expect(setting.log).toHaveLength(count);
    expect(await setting.executor.request({ kind: 'SAVEPOINT', trigger: 'MANUAL', directory: null })).toMatchObject({
      kind: 'failed',
      reason: 'CHECKPOINT_COORDINATOR_SHUTDOWN',
    });
  });

  it('gives a checkpoint up when its time is over, and removes what it has written', async () => {
    const setting = new Setting();
    const answer = setting.executor.request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
    expect(await setting.settle(answer)).toMatchObject({ kind: 'failed', reason: 'CHECKPOINT_EXPIRED' });
    await setting.world.runUntil(() => setting.log.includes('abandon /chk-1'));
    expect(setting.log).toContain('aborted 1');
    expect(setting.log).toContain('fail CHECKPOINT_EXPIRED');
  });

  it('fails the attempt, and nothing else, when the coordinator is told what cannot be', async () => {
    const setting = new Setting();
    const answer = setting.executor.request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
    await setting.world.runUntil(() => setting.triggers.length === 1);
    setting.executor.tell({ kind: 'location-prepared', checkpointId: 1, location: '/chk-1' });
    expect(setting.log).toContain('fail CHECKPOINT_COORDINATOR_SHUTDOWN');
    setting.acknowledge(1);
    expect(await setting.settle(answer)).toMatchObject({ kind: 'completed' });
  });

  it.each([
    ['FENCED', new StorageError('FENCED', 'a newer epoch'), 'fail EPOCH_FENCED', []],
    ['refused', new StorageError('TOO_LARGE', 'no'), 'fail FINALIZE_CHECKPOINT_FAILURE', ['abandon /chk-1']],
    [
      'certainly not published',
      new StorageError('NOT_PUBLISHED', 'ENOSPC'),
      'fail FINALIZE_CHECKPOINT_FAILURE',
      ['abandon /chk-1'],
    ],
    ['perhaps published', new StorageError('IO', 'EIO'), 'fail FINALIZE_CHECKPOINT_FAILURE', []],
  ])('touches files of a failed publication only when it is safe: %s', async (_, failure, expected, abandons) => {
    const setting = new Setting();
    setting.publishFailure = failure;
    const answer = setting.executor.request({ kind: 'CHECKPOINT', trigger: 'MANUAL', type: 'CONFIGURED' });
    await setting.world.runUntil(() => setting.triggers.length === 1);
    setting.acknowledge(1);
    expect(await setting.settle(answer)).toMatchObject({ kind: 'failed' });
    await setting.settle(setting.executor.idle());
    expect(setting.log).toContain(expected);
    expect(setting.log.filter((entry) => entry.startsWith('abandon'))).toEqual(abandons);
  });
});
