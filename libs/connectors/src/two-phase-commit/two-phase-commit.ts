import { type Clock, type Logger, messageOf } from '@weir/kernel';
import { type Transaction, TransactionLedger, type TransactionState } from './transaction-ledger.ts';
import { isAlmostTimedOut, isFailureIgnored, type TransactionTimeout } from './transaction-timeout.ts';

/** What a sink does to one transaction. Both may be asked for again, also by another subtask or attempt: done is done. */
export interface TransactionPort<Handle> {
  commit(handle: Handle): Promise<void>;
  /** Rows of the transaction are made again. */
  abort(handle: Handle): Promise<void>;
  /** Makes durable what these commits did, before they are forgotten. */
  afterCommits?(handles: readonly Handle[]): Promise<void>;
}

export interface TwoPhaseCommitOptions<Handle> {
  readonly port: TransactionPort<Handle>;
  /** Its wall time is the age of transactions: they outlive attempts and hosts. */
  readonly clock: Clock;
  readonly logger: Logger;
  /** Null: transactions may wait for ever. */
  readonly timeout: TransactionTimeout | null;
}

/**
 * The protocol of a sink whose rows are there once, as Flink's TwoPhaseCommitSinkFunction has it: rows go into open transactions; the
 * barrier pre-commits them, and the snapshot names them; when the checkpoint has completed, or is restored, they are committed.
 * It is called as an operator is: one call at a time, but for rows and snapshots while commits are under way.
 */
export class TwoPhaseCommit<Handle> {
  readonly #options: TwoPhaseCommitOptions<Handle>;
  readonly #ledger = new TransactionLedger<Handle>();

  constructor(options: TwoPhaseCommitOptions<Handle>) {
    this.#options = options;
  }

  /** Handles of the open transactions, in the order in which they began. */
  get open(): readonly Handle[] {
    return this.#ledger.open.map(({ handle }) => handle);
  }

  /** Handles of the pre-committed transactions, in the order in which they began. */
  get preCommitted(): readonly Handle[] {
    return this.#ledger.preCommitted.map(({ handle }) => handle);
  }

  /** Rows go into this transaction from now on. A violation after {@link TwoPhaseCommit.finish}. */
  begin(handle: Handle): void {
    this.#ledger.begin({ handle, beganAt: this.#options.clock.now() });
  }

  /** In the synchronous cut: no rows are added to the transactions that are open. The sink flushes them before the acknowledgement. */
  preCommit(checkpointId: number): void {
    this.#ledger.preCommit(checkpointId);
  }

  /** For the snapshot, after {@link TwoPhaseCommit.preCommit}; and after the next transaction was begun, if it is to be aborted at a restore. */
  state(): TransactionState<Handle> {
    return this.#ledger.state();
  }

  /** No rows follow. */
  finish(): void {
    this.#ledger.finish();
  }

  /**
   * The checkpoint has completed. Tries all that it covers, then throws the first failure; nothing is forgotten in that case. A notification that comes late
   * or twice finds nothing to do.
   */
  async complete(checkpointId: number): Promise<void> {
    const covered = this.#ledger.coveredBy(checkpointId);
    if (covered.length === 0) return;
    const failures: unknown[] = [];
    for (const transaction of covered) {
      this.#warnOfAge(transaction);
      await this.#options.port.commit(transaction.handle).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
    await this.#options.port.afterCommits?.(covered.map(({ handle }) => handle));
    this.#ledger.settle(covered);
  }

  /** Before the first row: commits what the restored snapshot has pre-committed, aborts what it has open. */
  async restore({ preCommitted, open }: TransactionState<Handle>): Promise<void> {
    const committed: Handle[] = [];
    for (const transaction of preCommitted) {
      this.#warnOfAge(transaction);
      if (await this.#commitRestored(transaction)) committed.push(transaction.handle);
    }
    if (committed.length > 0) await this.#options.port.afterCommits?.(committed);
    for (const { handle } of open) await this.#options.port.abort(handle);
  }

  /** False: it failed, and its failure is passed over. */
  async #commitRestored(transaction: Transaction<Handle>): Promise<boolean> {
    const { port, timeout, logger } = this.#options;
    try {
      await port.commit(transaction.handle);
      return true;
    } catch (error) {
      const ageMs = this.#ageOf(transaction);
      if (!isFailureIgnored(timeout, ageMs)) throw error;
      logger.log(
        'error',
        'A transaction older than its time-out could not be committed and is given up: its rows may be lost.',
        {
          ageMs,
          timeoutMs: timeout?.timeoutMs,
          why: messageOf(error),
        },
      );
      return false;
    }
  }

  #warnOfAge(transaction: Transaction<Handle>): void {
    const { timeout, logger } = this.#options;
    const ageMs = this.#ageOf(transaction);
    if (!isAlmostTimedOut(timeout, ageMs)) return;
    logger.log('warn', 'A transaction has been open for nearly as long as it may, or longer, when it is committed.', {
      ageMs,
      timeoutMs: timeout?.timeoutMs,
    });
  }

  #ageOf({ beganAt }: Transaction<Handle>): number {
    return this.#options.clock.now() - beganAt;
  }
}
