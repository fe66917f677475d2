import type { Column, RecordBatch } from '@weir/engine-core';
import type { EvaluationErrorCode } from './evaluation-error.ts';

/**
 * For each row 0, or 1 + the index of the site that failed there (see {@link FailureSite}). null: no row failed.
 *
 * A failed row does not fail the batch at once: `x = 0 OR 10 / x > 1` has a value for x = 0. A strict operator passes the failures
 * of its operands on; AND, OR, CASE and COALESCE drop those of operands that a row does not need; what reaches the root is thrown.
 */
export type Failures = Uint16Array | null;

/**
 * A node of a compiled expression. It owns its result arrays and fills them anew for each batch; a column reference and the like
 * hand on arrays of the batch instead. One loop over typed arrays for each operator and type, no call per row.
 */
export interface Kernel {
  /** The result for the latest batch, valid until the next. Its arrays may be longer than the batch; `nulls` is null when no row is. */
  readonly column: Column;
  readonly failures: Failures;
  /** Not null: a STRING that is the same for every row, so that a reader may skip `evaluate` and `column`. */
  readonly constantText: Uint8Array | null;
  evaluate(batch: RecordBatch): void;
}

/** A kernel that can fail says afterwards why, from the operands that it still holds. */
export interface FailureSite {
  explain(row: number): FailureExplanation;
}

export interface FailureExplanation {
  readonly code: EvaluationErrorCode;
  /** What happened, with the values: `10 / 0`. */
  readonly detail: string;
}
