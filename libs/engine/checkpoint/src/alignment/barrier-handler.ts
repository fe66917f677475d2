import type { CheckpointBarrier } from '@weir/engine-core';
import type { CheckpointDeclineReason } from '../failure/checkpoint-failure-reason.ts';

/** When something arrived. */
export interface ArrivalTime {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Epoch milliseconds. */
  readonly wallTime: number;
}

/** What the barriers of one checkpoint looked like to one task. Durations in milliseconds. */
export interface AlignmentTiming {
  /** From the trigger to the first arrival; never negative. */
  readonly startDelay: number;
  /** From the first arrival to the last. */
  readonly alignmentDuration: number;
  /** Bytes processed meanwhile. */
  readonly processedData: number;
  /** By channel, only those whose barrier (or end) came: arrival as epoch milliseconds, and how long the channel then stood still (0 for the tracker). */
  readonly channels: readonly {
    readonly channel: number;
    readonly barrierTimestamp: number;
    readonly blockedDuration: number;
  }[];
}

/** What a task has to do, in order. Which channels stand still it asks {@link BarrierHandler.isBlocked}. */
export type AlignmentDecision =
  /** Take the snapshot now, before any further element is processed. */
  | { readonly kind: 'trigger'; readonly barrier: CheckpointBarrier; readonly timing: AlignmentTiming }
  /** The checkpoint will not happen here: forward a cancel marker and decline it. */
  | { readonly kind: 'abort'; readonly checkpointId: number; readonly reason: CheckpointDeclineReason };

/**
 * Turns the control elements of a task's input channels into the moments at which it takes its snapshots.
 * Channels count from 0 over all inputs. Called once for each control element, never for a batch, but for {@link onBytes}.
 */
export interface BarrierHandler {
  onBarrier(channel: number, barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[];
  onCancelMarker(channel: number, checkpointId: number, at: ArrivalTime): readonly AlignmentDecision[];
  /** The channel has ended (EndOfInput, not EndOfData: barriers may follow the latter), which counts as its barrier: FLIP-147. */
  onEndOfInput(channel: number, at: ArrivalTime): readonly AlignmentDecision[];
  /**
   * The coordinator triggers this task directly, because none of its predecessors runs any more. The snapshot is taken once
   * every channel has delivered what it still holds, that is, at the last end of input; at once when all have ended.
   */
  onTrigger(barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[];
  /** The coordinator has given the checkpoint up: an alignment for it ends; its late barriers mean nothing. */
  onAborted(checkpointId: number): readonly AlignmentDecision[];
  /** Bytes of a batch that was taken from a channel. Cheap; call it for each batch or not at all. */
  onBytes(bytes: number): void;
  /** Constant time; always false for the tracker. */
  isBlocked(channel: number): boolean;
  /** Whether a checkpoint has begun to arrive and is neither complete nor aborted. */
  readonly isCheckpointPending: boolean;
  readonly openChannels: number;
}
