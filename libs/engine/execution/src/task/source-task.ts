import { SubtaskCheckpoints, type AlignmentTiming } from '@weir/engine-checkpoint';
import type { CheckpointBarrier, SourceReader } from '@weir/engine-core';
import { invariant, trustedNumber } from '@weir/kernel';
import type { PlannedSubtask } from '../plan/execution-plan.ts';
import { taskFailure } from '../engine-error.ts';
import type { OperatorCounters } from './operator-counters.ts';
import { SubtaskSnapshots } from './subtask-snapshots.ts';
import type { TaskDeployment } from './task-deployment.ts';
import { TaskEnding } from './task-ending.ts';
import type { CheckpointRequest, StepResult, Task } from './task.ts';

/** A task that begins with a source: emits batches, and barriers between them when the coordinator says so. */
export class SourceTask implements Task {
  readonly subtask: PlannedSubtask;
  readonly counters: readonly OperatorCounters[];
  readonly #task: TaskDeployment;
  readonly #reader: SourceReader;
  readonly #uid: string;
  readonly #rules: SubtaskCheckpoints;
  readonly #snapshots: SubtaskSnapshots;
  readonly #ending: TaskEnding;
  #wakeAt: number | null = null;

  constructor(task: TaskDeployment) {
    const { head } = task.chain;
    invariant(head.body.kind === 'source', 'A source task begins with a source.', { uid: head.uid });
    this.#task = task;
    this.subtask = task.subtask;
    this.counters = task.chain.links.map((link) => link.counters);
    this.#reader = head.body.reader;
    this.#uid = head.uid;
    this.#rules = new SubtaskCheckpoints({
      isCheckpointingEnabled: true,
      isFinishedOnRestore: task.isFinishedOnRestore,
    });
    this.#snapshots = new SubtaskSnapshots(snapshotsOf(task, this.#rules, []));
    this.#ending = new TaskEnding(task, this.#rules, this.#snapshots);
  }

  /** A source that has stopped or ended waits for a message, not for a time: what it asked for before is void. */
  get wakeAt(): number | null {
    return this.#rules.isStopped || this.#ending.hasDataEnded ? null : this.#wakeAt;
  }

  get hasPending(): boolean {
    return this.#task.output.hasPending;
  }

  async open(): Promise<void> {
    if (!this.#task.isFinishedOnRestore) await this.#task.chain.open();
    this.#rules.onRunning();
  }

  step(): StepResult {
    if (this.#ending.isEnding) return 'done';
    if (this.#ending.hasDataEnded) return this.#stepAfterData();
    if (this.#rules.isStopped) return 'idle';
    if (this.#task.isFinishedOnRestore) {
      this.#ending.endData('DRAIN');
      return 'progressed';
    }
    if (!this.#task.output.isWritable) return 'blocked';
    return this.#poll();
  }

  flush(): void {
    this.#task.output.flush();
  }

  triggerCheckpoint({ checkpointId, timestamp, options }: CheckpointRequest): void {
    if (this.#ending.isEnding) {
      this.#snapshots.decline(checkpointId, 'CHECKPOINT_DECLINED_TASK_CLOSING', `Source ${this.#uid} is closing.`);
      return;
    }
    // A drain ends the data before the savepoint, so that the savepoint covers what the operators emit in finish(); a drain that was
    // given up before its trigger came ends nothing.
    const isDrain = options.ending === 'DRAIN' && this.#rules.wouldFollow(checkpointId);
    if (isDrain && !this.#ending.hasDataEnded) this.#ending.endData('DRAIN');
    const barrier: CheckpointBarrier = {
      kind: 'barrier',
      checkpointId: trustedNumber(checkpointId),
      timestamp,
      options,
    };
    this.#snapshots.take(barrier, sourceTiming(this.#task.clock.now() - timestamp));
  }

  notifyCheckpointComplete(checkpointId: number): void {
    this.#snapshots.onCompleted(checkpointId);
    this.#endStopped();
  }

  notifyCheckpointAborted(checkpointId: number, latestCompletedId: number): void {
    this.#snapshots.onAborted(checkpointId, latestCompletedId);
    this.#endStopped();
  }

  async close(): Promise<void> {
    await this.#snapshots.close();
    await this.#task.chain.close();
  }

  /** The savepoint of a stop is complete: the data of this source ends where its barrier stood. */
  #endStopped(): void {
    if (this.#rules.isStopped && this.#rules.mayEnd && !this.#ending.hasDataEnded) this.#ending.endData('STOP');
  }

  #poll(): StepResult {
    const result = this.#polled();
    switch (result.kind) {
      case 'progressed':
        this.#wakeAt = null;
        return 'progressed';
      case 'idle':
        this.#wakeAt = result.wakeAt;
        return 'idle';
      case 'done':
        this.#wakeAt = null;
        this.#ending.endData('DRAIN');
        return 'progressed';
    }
  }

  #polled(): ReturnType<SourceReader['poll']> {
    try {
      return this.#reader.poll();
    } catch (error) {
      throw taskFailure(error, { operatorUid: this.#uid, subtask: this.subtask.index });
    }
  }

  #stepAfterData(): StepResult {
    if (!this.#ending.mayEnd) return 'idle';
    this.#ending.end();
    return 'done';
  }
}

/** What every task's snapshots are made of. */
export function snapshotsOf(
  task: TaskDeployment,
  rules: SubtaskCheckpoints,
  channels: ConstructorParameters<typeof SubtaskSnapshots>[0]['channels'],
): ConstructorParameters<typeof SubtaskSnapshots>[0] {
  const { chain, clock, files, isFinishedOnRestore, output, events, subtask } = task;
  return {
    rules,
    chain,
    channels,
    clock,
    files,
    isFinishedOnRestore,
    identity: { ...task.identity, owner: `${subtask.vertex} ${subtask.index}` },
    broadcast: (element) => output.broadcast(element),
    answer: events.answer,
    fail: events.fail,
  };
}

/** A source aligns nothing: its snapshot begins with the trigger. */
function sourceTiming(startDelay: number): AlignmentTiming {
  return { startDelay: Math.max(0, startDelay), alignmentDuration: 0, processedData: 0, channels: [] };
}
