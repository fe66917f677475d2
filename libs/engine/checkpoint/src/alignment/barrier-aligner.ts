import { invariant } from '@weir/kernel';
import type { CheckpointBarrier } from '@weir/engine-core';
import type { CheckpointDeclineReason } from '../failure/checkpoint-failure-reason.ts';
import { AlignmentTimer } from './alignment-timer.ts';
import type { AlignmentDecision, ArrivalTime, BarrierHandler } from './barrier-handler.ts';

interface Alignment {
  readonly barrier: CheckpointBarrier;
  /** Channels whose barrier or end has come. Those that had ended before the first barrier are not waited for, and not in here. */
  readonly aligned: Set<number>;
  /** Channels that were open when the first barrier came. */
  readonly target: number;
  readonly timer: AlignmentTimer;
}

/**
 * EXACTLY_ONCE: a channel whose barrier has come stands still until all others have theirs. At most one checkpoint is aligned
 * at a time; the barrier of a later one aborts it.
 *
 * Invariants: a channel is blocked only while an alignment is pending that has its barrier; no id is triggered twice, or after
 * it was aborted; ids are triggered in rising order.
 */
export class BarrierAligner implements BarrierHandler {
  readonly #blocked: Uint8Array;
  readonly #ended: Uint8Array;
  #openChannels: number;
  /** The latest checkpoint that was seen, pending or over. */
  #currentId = 0;
  #alignment: Alignment | null = null;

  constructor(channels: number) {
    this.#blocked = new Uint8Array(channels);
    this.#ended = new Uint8Array(channels);
    this.#openChannels = channels;
  }

  get isCheckpointPending(): boolean {
    return this.#alignment !== null;
  }

  get openChannels(): number {
    return this.#openChannels;
  }

  isBlocked(channel: number): boolean {
    return this.#blocked[channel] === 1;
  }

  onBarrier(channel: number, barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[] {
    invariant(this.#ended[channel] === 0, 'A barrier came on a channel that had ended.', {
      channel,
      checkpointId: barrier.checkpointId,
    });
    const [alignment, decisions] = this.#alignmentOf(barrier);
    if (alignment === null || alignment.aligned.has(channel)) return decisions;
    this.#align(alignment, channel, at);
    if (alignment.aligned.size < alignment.target) {
      this.#blocked[channel] = 1;
      return decisions;
    }
    return [...decisions, ...this.#complete(alignment, at)];
  }

  onCancelMarker(_channel: number, checkpointId: number, _at: ArrivalTime): readonly AlignmentDecision[] {
    return this.#cancel(checkpointId);
  }

  onEndOfInput(channel: number, at: ArrivalTime): readonly AlignmentDecision[] {
    if (this.#ended[channel] === 1) return [];
    this.#ended[channel] = 1;
    this.#openChannels -= 1;
    const alignment = this.#alignment;
    if (alignment === null) return [];
    if (alignment.aligned.has(channel)) return [];
    this.#align(alignment, channel, at);
    return alignment.aligned.size < alignment.target ? [] : this.#complete(alignment, at);
  }

  onTrigger(barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[] {
    const [alignment, decisions] = this.#alignmentOf(barrier);
    if (alignment === null || alignment.aligned.size < alignment.target) return decisions;
    return [...decisions, ...this.#complete(alignment, at)];
  }

  onAborted(checkpointId: number): readonly AlignmentDecision[] {
    return this.#alignment?.barrier.checkpointId === checkpointId ? this.#cancel(checkpointId) : [];
  }

  onBytes(bytes: number): void {
    this.#alignment?.timer.onBytes(bytes);
  }

  /** The alignment the barrier belongs to, begun if need be; null when the barrier comes too late to matter. */
  #alignmentOf(barrier: CheckpointBarrier): readonly [Alignment | null, readonly AlignmentDecision[]] {
    const id: number = barrier.checkpointId;
    if (id < this.#currentId) return [null, []];
    if (id === this.#currentId) return [this.#alignment, []];
    const decisions = this.#abort('CHECKPOINT_DECLINED_SUBSUMED');
    this.#currentId = id;
    this.#alignment = {
      barrier,
      aligned: new Set(),
      target: this.#openChannels,
      timer: new AlignmentTimer(barrier, 'BLOCKED'),
    };
    return [this.#alignment, decisions];
  }

  #align(alignment: Alignment, channel: number, at: ArrivalTime): void {
    alignment.aligned.add(channel);
    alignment.timer.onArrival(channel, at);
  }

  /** The channels are free only once the snapshot has been taken, but nothing is polled in between. */
  #complete(alignment: Alignment, at: ArrivalTime): readonly AlignmentDecision[] {
    this.#alignment = null;
    this.#blocked.fill(0);
    return [{ kind: 'trigger', barrier: alignment.barrier, timing: alignment.timer.finish(at) }];
  }

  /** A later id takes the place of the pending one, which can then not complete either: both are declined. */
  #cancel(checkpointId: number): readonly AlignmentDecision[] {
    if (checkpointId < this.#currentId) return [];
    if (checkpointId === this.#currentId) return this.#abort('CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER');
    const decisions = this.#abort('CHECKPOINT_DECLINED_SUBSUMED');
    this.#currentId = checkpointId;
    return [...decisions, { kind: 'abort', checkpointId, reason: 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER' }];
  }

  #abort(reason: CheckpointDeclineReason): readonly AlignmentDecision[] {
    const alignment = this.#alignment;
    if (alignment === null) return [];
    this.#alignment = null;
    this.#blocked.fill(0);
    return [{ kind: 'abort', checkpointId: alignment.barrier.checkpointId, reason }];
  }
}
