import type { CheckpointOptions } from '../element/stream-element.ts';

/**
 * A source's subtask. Same thread rules as an operator: open, (poll | snapshot | notify…)*, close.
 * It emits through the context's output and remembers its position in the context's operator state.
 */
export interface SourceReader {
  open(): Promise<void>;
  /**
   * Emits at most one batch of at most batchRowsMax rows, and returns without waiting.
   * `idle`: nothing now; it calls the context's wake() when there is. `done`: nothing ever again.
   */
  poll(): PollResult;
  /** The position after the last emitted batch goes into the operator state. */
  snapshot(checkpointId: number, options: CheckpointOptions): (() => Promise<void>) | null;
  notifyCheckpointComplete(checkpointId: number): Promise<void>;
  notifyCheckpointAborted(checkpointId: number): void;
  close(): Promise<void>;
}

export type PollResult =
  | { readonly kind: 'progressed' }
  /** `wakeAt`: a monotonic time at which to poll again (rate limits); null waits for wake(). */
  | { readonly kind: 'idle'; readonly wakeAt: number | null }
  | { readonly kind: 'done' };
