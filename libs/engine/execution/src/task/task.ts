import { SubtaskCheckpoints, type AlignmentDecision, type ArrivalTime } from '@weir/engine-checkpoint';
import type { CheckpointBarrier, CheckpointOptions, EndOfData } from '@weir/engine-core';
import { assertNever, invariant, trustedNumber } from '@weir/kernel';
import type { PlannedSubtask } from '../plan/execution-plan.ts';
import type { OperatorCounters } from './operator-counters.ts';
import { SubtaskSnapshots } from './subtask-snapshots.ts';
import type { TaskDeployment } from './task-deployment.ts';
import type { TaskInput } from './task-input.ts';

/**
 * What one step did. `idle`: nothing to do now; `blocked`: output has no room; `done`: the task has ended and is not
 * stepped again.
 */
export type StepResult = 'progressed' | 'idle' | 'blocked' | 'done';

export interface CheckpointRequest {
  readonly checkpointId: number;
  /** When the coordinator triggered it, epoch milliseconds. */
  readonly timestamp: number;
  readonly options: CheckpointOptions;
}

/**
 * One subtask, whose life stands here from top to bottom: it opens, takes its input step by step, takes snapshots where barriers
 * stand, ends its data, waits for the checkpoint that covers it, passes the end on, and closes. All calls come from its thread; none
 * is reentrant, and a throw fails the attempt. Where its rows come from is {@link TaskInput}'s matter, in which order a snapshot goes
 * {@link SubtaskSnapshots}', and what a checkpoint means at which moment that of `SubtaskCheckpoints`.
 */
export class Task {
  readonly subtask: PlannedSubtask;
  readonly counters: readonly OperatorCounters[];
  readonly #task: TaskDeployment;
  readonly #input: TaskInput;
  readonly #rules: SubtaskCheckpoints;
  readonly #snapshots: SubtaskSnapshots;
  /** STOP: the operators do not finish, as the job goes on from its savepoint. */
  #dataEnded: EndOfData['mode'] | null = null;
  #hasEnded = false;

  constructor(task: TaskDeployment, input: TaskInput) {
    const { subtask, chain, output, identity, files, clock, events } = task;
    this.#task = task;
    this.#input = input;
    this.subtask = subtask;
    this.counters = chain.links.map((link) => link.counters);
    this.#rules = new SubtaskCheckpoints({ isFinishedOnRestore: chain.isFinishedOnRestore });
    this.#snapshots = new SubtaskSnapshots({
      rules: this.#rules,
      chain,
      channels: input.channels,
      clock,
      files,
      identity: { ...identity, owner: `${subtask.vertex} ${subtask.index}` },
      broadcast: (element) => output.broadcast(element),
      answer: events.answer,
      fail: events.fail,
    });
  }

  /** Opens the operators. Resolves before the first step. */
  async open(): Promise<void> {
    await this.#task.chain.open();
    this.#rules.onRunning();
  }

  /** Processes at most one batch or one control element. Synchronous. */
  step(): StepResult {
    if (this.#hasEnded) return 'done';
    if (this.#mayEnd) return this.#end();
    if (this.#isInputAtRest) return 'idle';
    if (!this.#task.output.isWritable) return 'blocked';
    const taken = this.#input.take();
    switch (taken.kind) {
      case 'idle':
        return 'idle';
      case 'processed':
        return 'progressed';
      case 'checkpoint':
        this.#follow(taken.decisions);
        return 'progressed';
      case 'data-ended':
        this.#endData(taken.mode);
        return 'progressed';
      default:
        return assertNever(taken);
    }
  }

  /** Monotonic time at which an idle task wants a step; null: it waits for a message. */
  get wakeAt(): number | null {
    return this.#isInputAtRest ? null : this.#input.wakeAt;
  }

  /** Whether rows wait in partial batches. */
  get hasPending(): boolean {
    return this.#task.output.hasPending;
  }

  /** Sends partial batches that wait for more rows. */
  flush(): void {
    this.#task.output.flush();
  }

  /** Begins a checkpoint here; only for tasks without running predecessors. */
  triggerCheckpoint({ checkpointId, timestamp, options }: CheckpointRequest): void {
    if (this.#hasEnded) {
      const message = `Task ${this.subtask.vertex} ${this.subtask.index} is closing.`;
      return this.#snapshots.decline(checkpointId, 'CHECKPOINT_DECLINED_TASK_CLOSING', message);
    }
    // A drain ends a source's data before the savepoint, so that the savepoint covers what the operators emit in finish(); a drain
    // that was given up before its trigger came ends nothing.
    const isDrain = this.#input.isSource && options.ending === 'DRAIN' && this.#rules.wouldFollow(checkpointId);
    if (isDrain && this.#dataEnded === null) this.#endData('DRAIN');
    const barrier: CheckpointBarrier = {
      kind: 'barrier',
      checkpointId: trustedNumber(checkpointId),
      timestamp,
      options,
    };
    this.#follow(this.#input.onTrigger(barrier, this.#arrival()));
  }

  notifyCheckpointComplete(checkpointId: number): void {
    this.#snapshots.onCompleted(checkpointId);
    this.#endStoppedSource();
  }

  /** `latestCompletedId`: 0 when there is none. */
  notifyCheckpointAborted(checkpointId: number, latestCompletedId: number): void {
    this.#follow(this.#input.onAborted(checkpointId));
    this.#snapshots.onAborted(checkpointId, latestCompletedId);
    this.#endStoppedSource();
  }

  /** Ends background work and closes the operators. Idempotent; resolves when all is released. */
  async close(): Promise<void> {
    await this.#snapshots.close();
    await this.#task.chain.close();
  }

  /** A source that has stopped or ended waits for a message: what it asked for before is void. Channels still bring barriers. */
  get #isInputAtRest(): boolean {
    return this.#input.isSource && (this.#rules.isStopped || this.#dataEnded !== null);
  }

  /** Whether nothing keeps the task: its data has ended, the checkpoint that covers it is complete, and no input follows. */
  get #mayEnd(): boolean {
    return this.#dataEnded !== null && this.#rules.mayEnd && this.#input.hasEnded;
  }

  #follow(decisions: readonly AlignmentDecision[]): void {
    for (const decision of decisions) {
      if (decision.kind === 'trigger') this.#snapshots.take(decision.barrier, decision.timing);
      else this.#snapshots.abortAlignment(decision.checkpointId, decision.reason);
    }
  }

  #arrival(): ArrivalTime {
    return { now: this.#task.clock.monotonic(), wallTime: this.#task.clock.now() };
  }

  /** The savepoint of a stop is complete: the data of a source ends where its barrier stood. */
  #endStoppedSource(): void {
    const isStopComplete = this.#input.isSource && this.#rules.isStopped && this.#rules.mayEnd;
    if (isStopComplete && this.#dataEnded === null) this.#endData('STOP');
  }

  /** No rows follow. DRAIN lets the operators emit what they hold back. */
  #endData(mode: EndOfData['mode']): void {
    invariant(this.#dataEnded === null, 'Data ends once.');
    const { chain, output, events } = this.#task;
    this.#dataEnded = mode;
    if (mode === 'DRAIN') {
      chain.finish();
      this.#rules.onOperatorsFinished();
    }
    output.broadcast({ kind: 'end-of-data', mode });
    if (mode === 'DRAIN') events.onDataFinished();
  }

  /** Passes the end on, and closes the operators behind the last commit. */
  #end(): StepResult {
    const { output, events } = this.#task;
    this.#hasEnded = true;
    output.broadcast({ kind: 'end-of-input' });
    this.#snapshots.notified.then(() => this.close()).then(events.onFinished, events.fail);
    return 'done';
  }
}
