import { StateError } from '@weir/engine-core';
import { InvariantViolation, messageOf, PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const engineErrorCodes = [
  /** An operator, source or sink threw. */
  'TASK_FAILED',
  /** An assumption of the program itself does not hold. */
  'INTERNAL',
  /** A thread ended without being asked: out of memory, an uncaught error, an exit. */
  'THREAD_DIED',
  /** The snapshot to restore cannot be read or does not fit the job. */
  'RESTORE_FAILED',
  /** More checkpoints failed than the job tolerates. */
  'CHECKPOINT_FAILURES_EXCEEDED',
  /** A savepoint was made, but not every task ended as asked. */
  'STOP_FAILED',
  /** No epoch could be acquired: another owner has the run, or the store of epochs is away. */
  'EPOCH_REFUSED',
  /** The checkpoint storage could not be opened for the attempt. */
  'STORAGE_UNAVAILABLE',
  /** The job needs a connector or state backend that this engine does not have. */
  'UNSUPPORTED',
] as const;
export type EngineErrorCode = (typeof engineErrorCodes)[number];

/** Where in the job an error came from. */
export interface ErrorPlace {
  readonly operatorUid: string | null;
  readonly subtask: number | null;
}

/** What goes wrong while a run executes. The place is part of the error, so that people find the operator. */
export class EngineError extends PlatformError<EngineErrorCode> {
  readonly place: ErrorPlace;

  constructor(
    code: EngineErrorCode,
    message: string,
    options: PlatformErrorOptions & { readonly place?: ErrorPlace } = {},
  ) {
    super(code, message, code === 'STORAGE_UNAVAILABLE' || code === 'EPOCH_REFUSED', options);
    this.place = options.place ?? { operatorUid: null, subtask: null };
  }
}

/** An error as it crosses threads: plain data. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
  readonly operatorUid: string | null;
  readonly subtask: number | null;
}

const nowhere: ErrorPlace = { operatorUid: null, subtask: null };

/** Plain data of anything that was thrown. A known code is kept; the place of an `EngineError` wins over `place`. */
export function failureReportOf(thrown: unknown, place: ErrorPlace = nowhere): FailureReport {
  const at = thrown instanceof EngineError && thrown.place.operatorUid !== null ? thrown.place : place;
  return {
    code: codeOf(thrown),
    message: messageWithCauses(thrown),
    stack: thrown instanceof Error ? (thrown.stack ?? null) : null,
    operatorUid: at.operatorUid,
    subtask: at.subtask,
  };
}

/** Adds the place to what an operator threw, once: the innermost operator is the one that failed. */
export function taskFailure(thrown: unknown, place: ErrorPlace): EngineError {
  if (thrown instanceof EngineError && thrown.place.operatorUid !== null) return thrown;
  const where = place.operatorUid === null ? '' : `Operator ${place.operatorUid} (subtask ${place.subtask}): `;
  return new EngineError(taskFailureCode(thrown), `${where}${messageOf(thrown)}`, { cause: thrown, place });
}

/** What a restart would meet again keeps a code that says so. */
function taskFailureCode(thrown: unknown): EngineErrorCode {
  if (thrown instanceof EngineError) return thrown.code;
  if (thrown instanceof StateError && (thrown.code === 'INCOMPATIBLE_STATE' || thrown.code === 'STATE_MIGRATION'))
    return 'RESTORE_FAILED';
  return thrown instanceof InvariantViolation ? 'INTERNAL' : 'TASK_FAILED';
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof PlatformError) return (thrown as PlatformError).code;
  return thrown instanceof InvariantViolation ? 'INTERNAL' : 'TASK_FAILED';
}

function messageWithCauses(thrown: unknown): string {
  const message = messageOf(thrown);
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (cause === undefined) return message;
  const inner = messageOf(cause);
  return message.includes(inner) ? message : `${message}: ${inner}`;
}
