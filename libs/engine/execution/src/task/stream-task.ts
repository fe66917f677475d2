import {
  SubtaskCheckpoints,
  type AlignmentDecision,
  type ArrivalTime,
  type BarrierHandler,
} from '@weir/engine-checkpoint';
import {
  maxWatermark,
  type CheckpointBarrier,
  type EndOfData,
  type ReceivedElement,
  type RecordBatch,
} from '@weir/engine-core';
import { assertNever, invariant, trustedNumber } from '@weir/kernel';
import type { PlannedSubtask } from '../plan/execution-plan.ts';
import { batchBytes } from './batch-bytes.ts';
import { InputGate, type InputChannel } from './input-gate.ts';
import type { OperatorCounters } from './operator-counters.ts';
import { snapshotsOf } from './source-task.ts';
import { SubtaskSnapshots } from './subtask-snapshots.ts';
import type { TaskDeployment } from './task-deployment.ts';
import { TaskEnding } from './task-ending.ts';
import type { CheckpointRequest, StepResult, Task } from './task.ts';
import { WatermarkMerger } from './watermark-merger.ts';

/** The input of a task. */
export interface StreamTaskInput {
  readonly channels: readonly InputChannel[];
  /** Turns a received buffer of the channel with that index into its rows. */
  readonly read: (channel: number, buffer: ArrayBuffer) => RecordBatch;
  readonly handler: BarrierHandler;
}

/** A task that takes rows from channels: aligns their barriers, and runs its chain on their batches. */
export class StreamTask implements Task {
  readonly subtask: PlannedSubtask;
  readonly counters: readonly OperatorCounters[];
  readonly wakeAt = null;
  readonly #task: TaskDeployment;
  readonly #input: StreamTaskInput;
  readonly #gate: InputGate;
  readonly #rules: SubtaskCheckpoints;
  readonly #snapshots: SubtaskSnapshots;
  readonly #ending: TaskEnding;
  readonly #watermarks: WatermarkMerger;
  readonly #endedData = new Map<number, EndOfData['mode']>();

  constructor(task: TaskDeployment, input: StreamTaskInput) {
    invariant(task.chain.head.body.kind === 'operator', 'A stream task begins with an operator.', {
      uid: task.chain.head.uid,
    });
    this.#task = task;
    this.#input = input;
    this.subtask = task.subtask;
    this.counters = task.chain.links.map((link) => link.counters);
    this.#gate = new InputGate(input.channels, input.handler);
    this.#rules = new SubtaskCheckpoints({
      isCheckpointingEnabled: true,
      isFinishedOnRestore: task.isFinishedOnRestore,
    });
    this.#snapshots = new SubtaskSnapshots(snapshotsOf(task, this.#rules, input.channels));
    this.#ending = new TaskEnding(task, this.#rules, this.#snapshots);
    this.#watermarks = new WatermarkMerger(input.channels.length);
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
    if (this.#ending.mayEnd && this.#gate.openChannels === 0) {
      this.#ending.end();
      return 'done';
    }
    if (!this.#task.output.isWritable) return 'blocked';
    const element = this.#gate.poll();
    if (element === undefined) return 'idle';
    this.#process(element, this.#gate.polledChannel);
    return 'progressed';
  }

  flush(): void {
    this.#task.output.flush();
  }

  triggerCheckpoint({ checkpointId, timestamp, options }: CheckpointRequest): void {
    if (this.#ending.isEnding) {
      this.#snapshots.decline(
        checkpointId,
        'CHECKPOINT_DECLINED_TASK_CLOSING',
        `Vertex ${this.subtask.vertex} is closing.`,
      );
      return;
    }
    const barrier: CheckpointBarrier = {
      kind: 'barrier',
      checkpointId: trustedNumber(checkpointId),
      timestamp,
      options,
    };
    this.#decide(this.#input.handler.onTrigger(barrier, this.#arrival()));
  }

  notifyCheckpointComplete(checkpointId: number): void {
    this.#snapshots.onCompleted(checkpointId);
  }

  notifyCheckpointAborted(checkpointId: number, latestCompletedId: number): void {
    this.#decide(this.#input.handler.onAborted(checkpointId));
    this.#snapshots.onAborted(checkpointId, latestCompletedId);
  }

  async close(): Promise<void> {
    await this.#snapshots.close();
    await this.#task.chain.close();
  }

  #process(element: ReceivedElement, channel: number): void {
    switch (element.kind) {
      case 'buffer':
        return this.#processBuffer(element.buffer, channel);
      case 'watermark':
        return this.#processWatermark(channel, element.timestamp);
      case 'barrier':
        return this.#decide(this.#input.handler.onBarrier(channel, element, this.#arrival()));
      case 'cancel-checkpoint':
        return this.#decide(this.#input.handler.onCancelMarker(channel, element.checkpointId, this.#arrival()));
      case 'end-of-data':
        return this.#endData(channel, element.mode);
      case 'end-of-input':
        return this.#decide(this.#input.handler.onEndOfInput(channel, this.#arrival()));
      default:
        return assertNever(element);
    }
  }

  #processBuffer(buffer: ArrayBuffer, channel: number): void {
    const from = this.#input.channels[channel];
    invariant(from, 'A buffer came from a channel that does not exist.', { channel });
    const batch = this.#input.read(channel, buffer);
    this.#task.chain.processBatch(batch, from.input);
    if (this.#input.handler.isCheckpointPending) this.#input.handler.onBytes(batchBytes(batch));
    from.receiver.release(buffer);
  }

  #processWatermark(channel: number, timestamp: number): void {
    const watermark = this.#watermarks.advance(channel, timestamp);
    if (watermark !== null && !this.#task.isFinishedOnRestore) this.#task.chain.processWatermark(watermark);
  }

  /** The data of the task ends with that of its last channel; one channel that only stops keeps all operators from finishing. */
  #endData(channel: number, mode: EndOfData['mode']): void {
    this.#endedData.set(channel, mode);
    // A channel that is drained holds event time back no longer. One that stops does: nothing may fire behind the savepoint.
    if (mode === 'DRAIN') this.#processWatermark(channel, maxWatermark);
    if (this.#endedData.size < this.#input.channels.length || this.#ending.hasDataEnded) return;
    const modes = [...this.#endedData.values()];
    this.#ending.endData(modes.includes('STOP') ? 'STOP' : 'DRAIN');
  }

  #decide(decisions: readonly AlignmentDecision[]): void {
    for (const decision of decisions) {
      if (decision.kind === 'trigger') this.#snapshots.take(decision.barrier, decision.timing);
      else this.#snapshots.abortAlignment(decision.checkpointId, decision.reason);
    }
  }

  #arrival(): ArrivalTime {
    return { now: this.#task.clock.monotonic(), wallTime: this.#task.clock.now() };
  }
}
