import {
  maxWatermark,
  type CheckpointOptions,
  type KeyedStateBackend,
  type Operator,
  type PollResult,
  type RecordBatch,
  type SourceReader,
} from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import { taskFailure } from '../engine-error.ts';
import type { OperatorStateLists } from '../state/operator-state-lists.ts';
import type { OperatorCut } from '../state/subtask-state-writer.ts';
import type { OperatorCounters } from './operator-counters.ts';

/** One operator of a chain with the state that belongs to it. */
export interface ChainLink {
  readonly uid: string;
  readonly counters: OperatorCounters;
  readonly lists: OperatorStateLists;
  readonly keyed: KeyedStateBackend | null;
  /** A source stands only at the head. */
  readonly body:
    | { readonly kind: 'source'; readonly reader: SourceReader }
    | { readonly kind: 'operator'; readonly operator: Operator };
}

export interface OperatorChainOptions {
  readonly links: readonly ChainLink[];
  readonly subtask: number;
  /** Every operator had finished in the snapshot this attempt began from: none is called again but to close it. */
  readonly isFinishedOnRestore: boolean;
}

/**
 * The operators of one subtask, called as one. Every error leaves with the uid of the operator that threw it.
 * The order of calls is that of the rows, but open(), which begins at the end so that nobody emits into an operator not yet open.
 */
export class OperatorChain {
  readonly links: readonly ChainLink[];
  readonly isFinishedOnRestore: boolean;
  /** Those that are called: none in a chain that has finished. */
  readonly #called: readonly ChainLink[];
  readonly #subtask: number;
  #isClosed = false;

  constructor({ links, subtask, isFinishedOnRestore }: OperatorChainOptions) {
    invariant(links.length > 0, 'A chain has at least one operator.');
    this.links = links;
    this.isFinishedOnRestore = isFinishedOnRestore;
    this.#called = isFinishedOnRestore ? [] : links;
    this.#subtask = subtask;
  }

  get head(): ChainLink {
    const [head] = this.links;
    invariant(head, 'A chain has at least one operator.');
    return head;
  }

  async open(): Promise<void> {
    for (const link of [...this.#called].reverse()) await this.#attributedAsync(link, () => bodyOf(link).open());
  }

  /** The next batch of the source at the head. */
  poll(): PollResult {
    const { head } = this;
    invariant(head.body.kind === 'source', 'Only a source is polled.', { uid: head.uid });
    if (this.isFinishedOnRestore) return { kind: 'done' };
    try {
      return head.body.reader.poll();
    } catch (error) {
      throw taskFailure(error, { operatorUid: head.uid, subtask: this.#subtask });
    }
  }

  processBatch(batch: RecordBatch, input: number): void {
    const { head } = this;
    invariant(head.body.kind === 'operator', 'A source takes no input.', { uid: head.uid });
    head.counters.recordsIn += batch.rowCount;
    try {
      head.body.operator.processBatch(batch, input);
    } catch (error) {
      throw taskFailure(error, { operatorUid: head.uid, subtask: this.#subtask });
    }
  }

  /** The first operator passes it on to the next. */
  processWatermark(timestamp: number): void {
    const first = this.#called.find((link) => link.body.kind === 'operator');
    if (first?.body.kind !== 'operator') return;
    const { operator } = first.body;
    this.#attributed(first, () => operator.processWatermark(timestamp));
  }

  prepareSnapshot(checkpointId: number): void {
    for (const link of this.#called) {
      const { body } = link;
      if (body.kind === 'operator') this.#attributed(link, () => body.operator.prepareSnapshot(checkpointId));
    }
  }

  /** The synchronous cut of every operator at this moment. */
  cut(checkpointId: number, options: CheckpointOptions): readonly OperatorCut[] {
    const cuts: OperatorCut[] = [];
    try {
      for (const link of this.#called) {
        const finish = this.#attributed(link, () => bodyOf(link).snapshot(checkpointId, options));
        const keyed = this.#attributed(link, () => link.keyed?.snapshot() ?? null);
        cuts.push({ uid: link.uid, keyed, lists: link.lists.snapshot(), finish });
      }
      return cuts;
    } catch (error) {
      for (const cut of cuts) cut.keyed?.release();
      throw error;
    }
  }

  /** No more rows come and the job drains: event time ends, then the operators do, in the order of the rows. */
  finish(): void {
    this.processWatermark(maxWatermark);
    for (const link of this.#called) {
      const { body } = link;
      if (body.kind === 'operator') this.#attributed(link, () => body.operator.finish());
    }
  }

  async notifyComplete(checkpointId: number): Promise<void> {
    for (const link of this.#called) {
      if (this.#isClosed) return;
      await this.#attributedAsync(link, () => bodyOf(link).notifyCheckpointComplete(checkpointId));
    }
  }

  notifyAborted(checkpointId: number): void {
    for (const link of this.#called) {
      this.#attributed(link, () => bodyOf(link).notifyCheckpointAborted(checkpointId));
    }
  }

  /** Closes everything, whatever fails on the way; then throws the first failure. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const failures: unknown[] = [];
    for (const link of this.links) {
      for (const close of [() => bodyOf(link).close(), () => link.keyed?.close() ?? Promise.resolve()]) {
        await this.#attributedAsync(link, close).catch((error: unknown) => failures.push(error));
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #attributed<Result>(link: ChainLink, call: () => Result): Result {
    try {
      return call();
    } catch (error) {
      throw taskFailure(error, { operatorUid: link.uid, subtask: this.#subtask });
    }
  }

  async #attributedAsync(link: ChainLink, call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      throw taskFailure(error, { operatorUid: link.uid, subtask: this.#subtask });
    }
  }
}

function bodyOf(link: ChainLink): SourceReader | Operator {
  return link.body.kind === 'source' ? link.body.reader : link.body.operator;
}
