import { invariant } from '@weir/kernel';
import type { CheckpointBarrier } from '@weir/engine-core';
import type { CheckpointDeclineReason } from '../failure/checkpoint-failure-reason.ts';
import { AlignmentTimer } from './alignment-timer.ts';
import type { AlignmentDecision, ArrivalTime, BarrierHandler } from './barrier-handler.ts';

/** Checkpoints that are counted at once; beyond that the oldest is forgotten, as in Flink. */
export const trackedCheckpointsMax = 50;

interface Count {
  readonly checkpointId: number;
  /** Null: only cancel markers were seen. */
  readonly barrier: CheckpointBarrier | null;
  readonly seen: Set<number>;
  readonly target: number;
  readonly timer: AlignmentTimer | null;
  isAborted: boolean;
}

/**
 * AT_LEAST_ONCE: nothing is ever blocked; barriers are counted, for several checkpoints at once, and a checkpoint is taken when its
 * last barrier is here. Rows that come on a fast channel after its barrier are then both in the state and read again.
 *
 * Invariants: counts are kept in rising order of ids; ids are triggered in rising order, each at most once, none after its abort.
 */
export class BarrierTracker implements BarrierHandler {
  readonly #ended: Uint8Array;
  #openChannels: number;
  /** No id at or below this begins a new count. */
  #latestId = 0;
  #counts: Count[] = [];

  constructor(channels: number) {
    this.#ended = new Uint8Array(channels);
    this.#openChannels = channels;
  }

  get isCheckpointPending(): boolean {
    return this.#counts.some((count) => !count.isAborted);
  }

  get openChannels(): number {
    return this.#openChannels;
  }

  isBlocked(_channel: number): boolean {
    return false;
  }

  onBarrier(channel: number, barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[] {
    invariant(this.#ended[channel] === 0, 'A barrier came on a channel that had ended.', {
      channel,
      checkpointId: barrier.checkpointId,
    });
    const count = this.#countOf(barrier);
    if (count === null) return [];
    see(count, channel, at);
    return this.#triggerIfComplete(count, at);
  }

  onCancelMarker(channel: number, checkpointId: number, at: ArrivalTime): readonly AlignmentDecision[] {
    const decisions: AlignmentDecision[] = [];
    // What is older than a cancelled checkpoint can no longer become the newest one that all channels agree on.
    this.#counts = this.#counts.filter((count) => {
      if (count.checkpointId >= checkpointId) return true;
      abort(count, 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER', decisions);
      return false;
    });
    const count = this.#counts[0];
    if (count?.checkpointId === checkpointId) {
      abort(count, 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER', decisions);
      see(count, channel, at);
      if (isComplete(count)) this.#counts.shift();
    } else if (checkpointId > this.#latestId) {
      this.#latestId = checkpointId;
      decisions.push({ kind: 'abort', checkpointId, reason: 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER' });
      const marker: Count = {
        checkpointId,
        barrier: null,
        seen: new Set([channel]),
        target: this.#openChannels,
        timer: null,
        isAborted: true,
      };
      if (marker.target > 1) this.#counts.unshift(marker);
    }
    return decisions;
  }

  onEndOfInput(channel: number, at: ArrivalTime): readonly AlignmentDecision[] {
    if (this.#ended[channel] === 1) return [];
    this.#ended[channel] = 1;
    this.#openChannels -= 1;
    for (const count of this.#counts) see(count, channel, at);
    const newest = this.#counts.findLast((count) => isComplete(count) && !count.isAborted);
    // One that was aborted has had its last word: it must not take an older one with it.
    this.#counts = this.#counts.filter((count) => !(isComplete(count) && count.isAborted));
    return newest === undefined ? [] : this.#triggerIfComplete(newest, at);
  }

  onTrigger(barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[] {
    const count = this.#countOf(barrier);
    return count === null ? [] : this.#triggerIfComplete(count, at);
  }

  onAborted(checkpointId: number): readonly AlignmentDecision[] {
    const decisions: AlignmentDecision[] = [];
    const count = this.#counts.find((candidate) => candidate.checkpointId === checkpointId);
    if (count !== undefined) abort(count, 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER', decisions);
    return decisions;
  }

  onBytes(bytes: number): void {
    for (const count of this.#counts) count.timer?.onBytes(bytes);
  }

  /** The count of the barrier's checkpoint, begun if need be; null when it is too late for that. */
  #countOf(barrier: CheckpointBarrier): Count | null {
    const id: number = barrier.checkpointId;
    const known = this.#counts.find((count) => count.checkpointId === id);
    if (known !== undefined) return known;
    if (id <= this.#latestId) return null;
    this.#latestId = id;
    const count: Count = {
      checkpointId: id,
      barrier,
      seen: new Set(),
      target: this.#openChannels,
      timer: new AlignmentTimer(barrier, 'OPEN'),
      isAborted: false,
    };
    this.#counts.push(count);
    if (this.#counts.length > trackedCheckpointsMax) this.#counts.shift();
    return count;
  }

  /** A complete checkpoint takes all older ones with it: they are subsumed without a word. */
  #triggerIfComplete(count: Count, at: ArrivalTime): readonly AlignmentDecision[] {
    if (!isComplete(count)) return [];
    this.#counts = this.#counts.filter((other) => other.checkpointId > count.checkpointId);
    if (count.isAborted || count.barrier === null || count.timer === null) return [];
    return [{ kind: 'trigger', barrier: count.barrier, timing: count.timer.finish(at) }];
  }
}

function isComplete({ seen, target }: Count): boolean {
  return seen.size >= target;
}

function see(count: Count, channel: number, at: ArrivalTime): void {
  if (count.seen.has(channel)) return;
  count.seen.add(channel);
  count.timer?.onArrival(channel, at);
}

function abort(count: Count, reason: CheckpointDeclineReason, into: AlignmentDecision[]): void {
  if (count.isAborted) return;
  count.isAborted = true;
  into.push({ kind: 'abort', checkpointId: count.checkpointId, reason });
}
