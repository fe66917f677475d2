import { invariant } from '@weir/kernel';

/** A transaction and when it began, epoch milliseconds. */
export interface Transaction<Handle> {
  readonly handle: Handle;
  readonly beganAt: number;
}

/** What a snapshot holds of a sink's transactions. */
export interface TransactionState<Handle> {
  /** Covered by this snapshot or by an earlier one of which it is not known yet that it completed: to be committed when it is restored. */
  readonly preCommitted: readonly Transaction<Handle>[];
  /** Begun behind the barrier and before the state was taken: to be aborted, for their rows are made again. */
  readonly open: readonly Transaction<Handle>[];
}

interface PreCommitted<Handle> extends Transaction<Handle> {
  readonly checkpointId: number;
}

/**
 * Which transactions of a sink belong to which checkpoint. Open: rows go into it. Pre-committed: a barrier has closed it, and the first
 * checkpoint that completes from that barrier's on covers it, also when its own failed. It only keeps the books: see `TwoPhaseCommit`.
 */
export class TransactionLedger<Handle> {
  #open: readonly Transaction<Handle>[] = [];
  #preCommitted: readonly PreCommitted<Handle>[] = [];
  #isFinished = false;

  /** In the order in which they began. */
  get open(): readonly Transaction<Handle>[] {
    return this.#open;
  }

  /** In the order in which they began. */
  get preCommitted(): readonly Transaction<Handle>[] {
    return this.#preCommitted;
  }

  /** A violation after {@link TransactionLedger.finish}: no checkpoint would cover it. */
  begin(transaction: Transaction<Handle>): void {
    invariant(!this.#isFinished, 'A sink that has finished takes no more rows.');
    this.#open = [...this.#open, transaction];
  }

  /** At the barrier: all open transactions are that checkpoint's. */
  preCommit(checkpointId: number): void {
    this.#preCommitted = [
      ...this.#preCommitted,
      ...this.#open.map((transaction) => ({ ...transaction, checkpointId })),
    ];
    this.#open = [];
  }

  /** What is to be committed when the checkpoint has completed: its own and all earlier; nothing when that is known already. */
  coveredBy(checkpointId: number): readonly Transaction<Handle>[] {
    return this.#preCommitted.filter((transaction) => transaction.checkpointId <= checkpointId);
  }

  /** They are committed for good. */
  settle(transactions: readonly Transaction<Handle>[]): void {
    const settled = new Set(transactions);
    this.#preCommitted = this.#preCommitted.filter((transaction) => !settled.has(transaction));
  }

  state(): TransactionState<Handle> {
    const plain = ({ handle, beganAt }: Transaction<Handle>): Transaction<Handle> => ({ handle, beganAt });
    return { preCommitted: this.#preCommitted.map(plain), open: this.#open.map(plain) };
  }

  /** No rows follow: no transaction begins any more; what is open belongs to the last checkpoint. */
  finish(): void {
    this.#isFinished = true;
  }
}
