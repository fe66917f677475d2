import type { AlignmentDecision, ArrivalTime } from '@weir/engine-checkpoint';
import type { CheckpointBarrier, EndOfData } from '@weir/engine-core';
import type { InputChannel } from './input-gate.ts';

/** What a task has taken of its input, and what it has to do about it. */
export type Taken =
  | { readonly kind: 'idle' }
  /** The chain has had it. */
  | { readonly kind: 'processed' }
  | { readonly kind: 'checkpoint'; readonly decisions: readonly AlignmentDecision[] }
  /** No rows follow. */
  | { readonly kind: 'data-ended'; readonly mode: EndOfData['mode'] };

/** Where the rows of a task come from: a source of its own, or channels. */
export interface TaskInput {
  /** A source begins checkpoints, and its data ends when the job stops; channels bring both with the rows. */
  readonly isSource: boolean;
  /** Empty for a source. */
  readonly channels: readonly InputChannel[];
  /** Whether nothing follows, not even a barrier, once the data has ended. */
  readonly hasEnded: boolean;
  /** Monotonic time at which it wants to be asked again; null: something wakes the task. */
  readonly wakeAt: number | null;
  /** Runs the chain on at most one batch, or takes one control element. Synchronous. */
  take(): Taken;
  /** The coordinator begins a checkpoint at this task. */
  onTrigger(barrier: CheckpointBarrier, at: ArrivalTime): readonly AlignmentDecision[];
  /** The coordinator has given a checkpoint up. */
  onAborted(checkpointId: number): readonly AlignmentDecision[];
}

export const idle: Taken = { kind: 'idle' };
export const processed: Taken = { kind: 'processed' };
