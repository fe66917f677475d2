import type { CheckpointId } from '@weir/kernel';
import type { RecordBatch } from '../batch/record-batch.ts';

/** What travels on a channel, in order. */
export type StreamElement =
  BatchElement | Watermark | CheckpointBarrier | CancelCheckpointMarker | EndOfData | EndOfInput;

export interface BatchElement {
  readonly kind: 'batch';
  readonly batch: RecordBatch;
}

export interface Watermark {
  readonly kind: 'watermark';
  /** Epoch milliseconds: no row with an earlier event time follows, but late ones. */
  readonly timestamp: number;
}

/** The end of event time, as Flink's MAX_WATERMARK: no row with any event time follows. */
export const maxWatermark = Number.POSITIVE_INFINITY;

/** Divides the rows before it, which belong to the checkpoint, from those after it. */
export interface CheckpointBarrier {
  readonly kind: 'barrier';
  readonly checkpointId: CheckpointId;
  /** When the coordinator triggered it, epoch milliseconds. */
  readonly timestamp: number;
  readonly options: CheckpointOptions;
}

export interface CheckpointOptions {
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  /** STOP: after this barrier the task processes no more rows. DRAIN: moreover, timers and windows fired before it. */
  readonly ending: 'NONE' | 'STOP' | 'DRAIN';
  /** Whether state written by earlier checkpoints may be referred to. */
  readonly sharing: 'INCREMENTAL' | 'FULL';
  /** Folder of the snapshot's files, as the checkpoint storage gave it. */
  readonly location: string;
}

/** The checkpoint was given up upstream; alignment for it ends. */
export interface CancelCheckpointMarker {
  readonly kind: 'cancel-checkpoint';
  readonly checkpointId: CheckpointId;
}

/** No rows follow. Barriers still may: a task that has finished its data waits for one more completed checkpoint. */
export interface EndOfData {
  readonly kind: 'end-of-data';
  /**
   * DRAIN: it is a watermark of {@link maxWatermark} too, and operators finish() (flush windows, commit). STOP: neither, for the job goes on elsewhere from
   * the savepoint.
   */
  readonly mode: 'DRAIN' | 'STOP';
}

/** Nothing follows. */
export interface EndOfInput {
  readonly kind: 'end-of-input';
}
