import { batchRowsMax } from '@weir/engine-core';

/** The subtasks that an edge connects, each sender with all of its receivers. */
export interface EdgeSize {
  readonly senders: number;
  /** Subtasks that one sender deals its rows to. */
  readonly receivers: number;
  /** Credits of a channel where there is room for them. */
  readonly creditsMax: number;
}

export interface EdgeCapacity {
  /** Rows of a batch. */
  readonly rows: number;
  /** Buffers of one channel that may be out at once. */
  readonly credits: number;
}

/** Rows in the open buffers of one sender, over all its receivers: a few megabytes. */
const rowsPerSender = 8 * batchRowsMax;
/** Rows in all buffers of one edge, wherever they are: some hundred megabytes, and full batches with 8 credits up to parallelism 8. */
const rowsPerEdge = 1024 * batchRowsMax;
/** Below this a batch costs more than its rows. */
const rowsMin = 16;
/** One buffer may lie half full at the sender. */
const creditsMin = 2;

/**
 * How much the channels of an edge hold, so that its memory is bounded down to the least that works. Each batch costs a message and its
 * way back, so that credits are given up before rows; fewer rows then wait before a barrier, too.
 */
export function edgeCapacity({ senders, receivers, creditsMax }: EdgeSize): EdgeCapacity {
  const channels = senders * receivers;
  const wanted = Math.min(batchRowsMax, Math.floor(rowsPerSender / receivers));
  const affordable = Math.floor(rowsPerEdge / (channels * Math.max(1, wanted)));
  const credits = Math.min(creditsMax, Math.max(creditsMin, affordable));
  const rows = Math.max(rowsMin, Math.min(wanted, Math.floor(rowsPerEdge / (channels * credits))));
  return { rows, credits };
}
