import type { StreamElement } from '../element/stream-element.ts';

/** All elements but batches: they need no credit, and keep their place among the buffers. */
export type ControlElement = Exclude<StreamElement, { readonly kind: 'batch' }>;

/**
 * The sending end of one channel: from one subtask to one subtask, first in, first out, nothing lost while both live.
 * A batch travels as one ArrayBuffer (see exchange/ of the runtime for its layout); the buffer that comes back is the credit.
 */
export interface ChannelSender {
  /**
   * A buffer of the channel's size, or of `bytes` for a row that fits into none of these. There is always one, so that a batch at hand
   * can be taken whole; beyond the credits the channel is not writable until enough have come back.
   */
  take(bytes?: number): ArrayBuffer;
  /** Sends a buffer that was taken, and gives it away. */
  sendBuffer(buffer: ArrayBuffer): void;
  sendControl(element: ControlElement): void;
  /** Whether a credit is free. A task takes no new input while one of its channels is not writable. */
  readonly isWritable: boolean;
}

export type ReceivedElement = { readonly kind: 'buffer'; readonly buffer: ArrayBuffer } | ControlElement;

export interface ChannelReceiver {
  /** The next element; undefined when there is none now. */
  poll(): ReceivedElement | undefined;
  /** Returns the buffer of a received batch: the sender's credit. Once for each buffer; its views are dead afterwards. */
  release(buffer: ArrayBuffer): void;
}
