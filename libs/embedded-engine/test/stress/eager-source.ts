import type { CheckpointOptions, OperatorContext, PollResult, SourceReader } from '@weir/engine-core';
import type { Clock } from '@weir/kernel';

export interface EagerSourceOptions {
  /** Makes the shipped source with a context whose clock is the one here. */
  readonly create: (context: OperatorContext) => SourceReader;
  readonly context: OperatorContext;
  /** Rows of one poll, about. */
  readonly batchRows: number;
  /** Rows a second that the spec gives the source, over all its subtasks: the pace that the shipped source keeps. */
  readonly specRate: number;
  /** Rows a second that it is to make at most, over all its subtasks; null: as many as it can. */
  readonly rowsPerSecondMax: number | null;
}

/**
 * The shipped source in small batches. It keeps the pace of its spec by a clock that goes on at every poll by the time of a batch, so
 * that each poll makes one, however long the thread was away.
 */
export class EagerSource implements SourceReader {
  readonly #inner: SourceReader;
  readonly #options: EagerSourceOptions;
  readonly #since: number;
  #ticks = 0;

  constructor(options: EagerSourceOptions) {
    const { context, batchRows, specRate } = options;
    this.#options = options;
    this.#since = context.clock.monotonic();
    const tickMs = (1_000 * batchRows * context.parallelism) / specRate;
    const clock: Clock = { now: () => context.clock.now(), monotonic: () => this.#ticks * tickMs };
    this.#inner = options.create({ ...context, clock });
  }

  open(): Promise<void> {
    return this.#inner.open();
  }

  poll(): PollResult {
    const wakeAt = this.#nextDue();
    if (wakeAt > this.#options.context.clock.monotonic()) return { kind: 'idle', wakeAt };
    this.#ticks += 1;
    const result = this.#inner.poll();
    return result.kind === 'idle' ? { kind: 'progressed' } : result;
  }

  snapshot(checkpointId: number, options: CheckpointOptions): (() => Promise<void>) | null {
    return this.#inner.snapshot(checkpointId, options);
  }

  notifyCheckpointComplete(checkpointId: number): Promise<void> {
    return this.#inner.notifyCheckpointComplete(checkpointId);
  }

  notifyCheckpointAborted(checkpointId: number): void {
    this.#inner.notifyCheckpointAborted(checkpointId);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** When so many ticks are due at the greatest pace. */
  #nextDue(): number {
    const { rowsPerSecondMax, batchRows, context } = this.#options;
    if (rowsPerSecondMax === null) return 0;
    return this.#since + (1_000 * this.#ticks * batchRows * context.parallelism) / rowsPerSecondMax;
  }
}
