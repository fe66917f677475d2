import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const evaluationErrorCodes = [
  /** A whole number was divided by zero, or its remainder taken. */
  'DIVISION_BY_ZERO',
  /** A result outside what INT (±2^31) or BIGINT (±(2^53 - 1)) holds. Nothing wraps. */
  'INTEGER_OUT_OF_RANGE',
  /** A value that cannot be converted to the type of a CAST. */
  'INVALID_CAST',
] as const;
export type EvaluationErrorCode = (typeof evaluationErrorCodes)[number];

/** A row for which an expression has no value. Running the same row again fails again. */
export class EvaluationError extends PlatformError<EvaluationErrorCode> {
  constructor(code: EvaluationErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, false, options);
  }
}
