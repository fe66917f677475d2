import type { Clock, Logger } from '@weir/kernel';
import type { RecordBatch } from '../batch/record-batch.ts';
import type { CheckpointOptions } from '../element/stream-element.ts';
import type { KeyGroupRange } from '../keys/key-groups.ts';
import type { KeyedStateBackend } from '../state/keyed-state-backend.ts';
import type { OperatorStateStore } from '../state/operator-state-store.ts';

/** Where an operator's rows go: the next operator of the chain, or the exchange at its end. */
export interface Output {
  /** Lends the batch (see RecordBatch). Empty batches are allowed and dropped. */
  emit(batch: RecordBatch): void;
  emitWatermark(timestamp: number): void;
}

/** What the runtime hands an operator's subtask. All of it belongs to one thread. */
export interface OperatorContext {
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly uid: string;
  readonly subtask: number;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly keyGroups: KeyGroupRange;
  /** True when the attempt began from a snapshot, whether or not it held state of this operator. */
  readonly isRestored: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly output: Output;
  readonly operatorState: OperatorStateStore;
  /** Present for operators whose input is partitioned by key. */
  readonly keyedState: KeyedStateBackend | null;
  /** Rows for people (`print`): goes to the run's bounded output tail on the host's main thread. */
  readonly report: (rows: readonly Readonly<Record<string, unknown>>[]) => void;
  /** Asks for another step soon; callable from any callback of this thread. */
  readonly wake: () => void;
  /** Fails the task. For callbacks outside the runtime's own calls. */
  readonly fail: (error: unknown) => void;
}

/**
 * An operator's subtask. The runtime calls it from one thread, never reentrantly, in the order
 * open, (processBatch | processWatermark | prepareSnapshot, snapshot | notify…)*, finish?, close.
 * A throw or rejection anywhere fails the task, but for the async part of a snapshot, which declines the checkpoint.
 */
export interface Operator {
  open(): Promise<void>;
  /** Processes all rows and emits what follows from them before it returns. `input` counts from 0. */
  processBatch(batch: RecordBatch, input: number): void;
  /** Event time has come so far: fire what waits for it, then pass it on. At the end of a drain it is maxWatermark, once, before finish(). */
  processWatermark(timestamp: number): void;
  /** Before the barrier is forwarded: emit what must lie before it. */
  prepareSnapshot(checkpointId: number): void;
  /**
   * The synchronous cut: put the present state into the state stores. What takes time (fsync, network) goes into the
   * returned function, which runs in the background before the acknowledgement.
   */
  snapshot(checkpointId: number, options: CheckpointOptions): (() => Promise<void>) | null;
  /** No more rows will come and the job drains: emit what is pending. Not called when the job stops without drain. */
  finish(): void;
  /** Ids rise; an id may be skipped, and may be told late. Committing must be idempotent. */
  notifyCheckpointComplete(checkpointId: number): Promise<void>;
  notifyCheckpointAborted(checkpointId: number): void;
  /** Frees resources; also after a failure. Idempotent. */
  close(): Promise<void>;
}
