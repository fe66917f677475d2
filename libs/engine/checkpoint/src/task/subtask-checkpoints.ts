import { invariant } from '@weir/kernel';
import type { CheckpointBarrier } from '@weir/engine-core';
import { AbortedCheckpoints } from './aborted-checkpoints.ts';

/**
 * What a barrier means. IGNORE: its id is at or below the last one. FORWARD_CANCEL: it was aborted before its barrier came; there is no
 * snapshot, a cancel marker goes downstream, and nothing is declined.
 */
export type SnapshotDecision = 'IGNORE' | 'FORWARD_CANCEL' | 'SNAPSHOT';

/** What the abort of a checkpoint means. Its asynchronous part is to be cancelled whatever stands here. */
export interface AbortDecision {
  /** Its snapshot was taken here: the operators are told. */
  readonly isKnownToOperators: boolean;
  /** It was the savepoint of a drain: finish() has been called and cannot be undone, so the attempt must fail over. */
  readonly failsTask: boolean;
}

export type TaskPhase =
  /** Restoring and opening: no notification reaches an operator. */
  | 'INITIALIZING'
  | 'RUNNING'
  /** finish() has been called; the task waits for its last checkpoint. */
  | 'OPERATORS_FINISHED'
  | 'CLOSED';

export interface SubtaskCheckpointsOptions {
  readonly isFinishedOnRestore: boolean;
  /** Aborted ids to remember at most; Flink's 128. */
  readonly abortedIdsMax?: number;
}

/**
 * The rules of checkpoints in one task: which barriers it follows, what an abort means at which moment, whose state is whose
 * after a cancel, which completions reach the operators, and whether the task may end. Decisions only; the task acts.
 */
export class SubtaskCheckpoints {
  readonly #options: SubtaskCheckpointsOptions;
  readonly #aborted: AbortedCheckpoints;
  /** Checkpoints whose asynchronous part runs. */
  readonly #inFlight = new Set<number>();
  #phase: TaskPhase = 'INITIALIZING';
  #latestId = 0;
  #latestCompletedId = 0;
  /** First snapshot taken after finish(); its completion, or that of any later one, lets the task end. */
  #firstIdAfterFinish: number | null = null;
  #isFinalCheckpointCompleted = false;
  /** The savepoint of a stop, once its barrier has been followed and until it is aborted. */
  #stop: { readonly checkpointId: number; readonly isDraining: boolean; readonly isCompleted: boolean } | null = null;

  constructor(options: SubtaskCheckpointsOptions) {
    this.#options = options;
    this.#aborted = new AbortedCheckpoints(options.abortedIdsMax ?? 128);
  }

  get phase(): TaskPhase {
    return this.#phase;
  }

  /** How many aborted ids are remembered; bounded. */
  get abortedIdCount(): number {
    return this.#aborted.size;
  }

  /** Whether the barrier of a stop's savepoint has been followed: no more rows are processed. */
  get isStopped(): boolean {
    return this.#stop !== null;
  }

  /** Whether the task may end now: its operators have finished and what they wait for has come, or the savepoint of its stop is complete. */
  get mayEnd(): boolean {
    if (this.#stop?.isCompleted === true) return this.#phase !== 'CLOSED';
    if (this.#phase !== 'OPERATORS_FINISHED') return false;
    return this.#options.isFinishedOnRestore || this.#isFinalCheckpointCompleted;
  }

  onRunning(): void {
    invariant(this.#phase === 'INITIALIZING', 'A task begins to run once.', { phase: this.#phase });
    this.#phase = 'RUNNING';
  }

  /** All data is processed and finish() has been called. */
  onOperatorsFinished(): void {
    invariant(this.#phase === 'RUNNING', 'Only a running task finishes.', { phase: this.#phase });
    this.#phase = 'OPERATORS_FINISHED';
  }

  /** Whether {@link onTrigger} would answer with a snapshot: the checkpoint is news here, and was not aborted before. */
  wouldFollow(checkpointId: number): boolean {
    return checkpointId > this.#latestId && this.#phase !== 'CLOSED' && !this.#aborted.has(checkpointId);
  }

  /** Every barrier is here, or the coordinator has triggered the source. */
  onTrigger(barrier: CheckpointBarrier): SnapshotDecision {
    const id: number = barrier.checkpointId;
    if (id <= this.#latestId || this.#phase === 'CLOSED') return 'IGNORE';
    this.#latestId = id;
    const wasAborted = this.#aborted.take(id);
    this.#aborted.forgetBelow(id);
    if (wasAborted) return 'FORWARD_CANCEL';
    this.#inFlight.add(id);
    if (this.#phase === 'OPERATORS_FINISHED') this.#firstIdAfterFinish ??= id;
    const { ending } = barrier.options;
    if (ending !== 'NONE') this.#stop = { checkpointId: id, isDraining: ending === 'DRAIN', isCompleted: false };
    return 'SNAPSHOT';
  }

  /** The alignment was given up (abort decision of the barrier handler): its later barriers are not followed. */
  onAlignmentAborted(checkpointId: number): void {
    this.#latestId = Math.max(this.#latestId, checkpointId);
    this.#aborted.take(checkpointId);
    this.#aborted.forgetBelow(this.#latestId);
  }

  /**
   * The asynchronous part has written everything, or has thrown. True: acknowledge, upon which the state is the coordinator's, or
   * decline with CHECKPOINT_ASYNC_EXCEPTION. False: it was aborted before, say nothing.
   */
  onAsyncEnded(checkpointId: number): boolean {
    return this.#inFlight.delete(checkpointId);
  }

  /** Before this, hand the notification's latest completed id to {@link onCompleteNotified}: its own message may have been lost. */
  onAbortNotified(checkpointId: number): AbortDecision {
    if (this.#phase === 'CLOSED') return { isKnownToOperators: false, failsTask: false };
    const failsTask = this.#endStop(checkpointId);
    if (this.#inFlight.delete(checkpointId)) return { isKnownToOperators: true, failsTask };
    const isAhead = checkpointId > this.#latestId;
    if (isAhead) this.#aborted.add(checkpointId);
    return { isKnownToOperators: !isAhead && this.#phase !== 'INITIALIZING', failsTask };
  }

  /** True: tell the operators, in the order of the chain. They are told rising ids, each once, and only while they are open. */
  onCompleteNotified(checkpointId: number): boolean {
    if (this.#phase === 'INITIALIZING' || this.#phase === 'CLOSED') return false;
    // Also behind a later checkpoint that was faster: the operators know all it covers then, but the task waits for this one.
    if (this.#stop?.checkpointId === checkpointId) this.#stop = { ...this.#stop, isCompleted: true };
    if (checkpointId <= this.#latestCompletedId) return false;
    this.#latestCompletedId = checkpointId;
    if (this.#firstIdAfterFinish !== null && checkpointId >= this.#firstIdAfterFinish)
      this.#isFinalCheckpointCompleted = true;
    return true;
  }

  /** The task ends or is cancelled: what is still being written is for nobody. Idempotent. */
  onClose(): void {
    this.#phase = 'CLOSED';
    this.#inFlight.clear();
  }

  /** After the abort of a stop's savepoint rows are processed again; returns whether that cannot be. */
  #endStop(checkpointId: number): boolean {
    const stop = this.#stop;
    if (stop === null || stop.checkpointId !== checkpointId || stop.isCompleted) return false;
    this.#stop = null;
    return stop.isDraining;
  }
}
