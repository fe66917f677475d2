/** The other side of a sink gives up transactions that stay open for too long. */
export interface TransactionTimeout {
  /** The age at which it does, milliseconds. */
  readonly timeoutMs: number;
  /** The share of it, 0 to 1, beyond which a commit is warned of; null: never. */
  readonly warnRatio: number | null;
  /** Whether a commit that fails at a restore is given up, with an error in the log, when the transaction is older than the time-out: its rows are lost then. */
  readonly ignoreFailuresAfterTransactionTimeout: boolean;
}

/** Whether a commit at this age is so late that people should know. */
export function isAlmostTimedOut(timeout: TransactionTimeout | null, ageMs: number): boolean {
  return timeout !== null && timeout.warnRatio !== null && ageMs > timeout.warnRatio * timeout.timeoutMs;
}

/** Whether the failure of a commit at a restore is passed over: otherwise the job could never start again. */
export function isFailureIgnored(timeout: TransactionTimeout | null, ageMs: number): boolean {
  return timeout !== null && timeout.ignoreFailuresAfterTransactionTimeout && ageMs > timeout.timeoutMs;
}
