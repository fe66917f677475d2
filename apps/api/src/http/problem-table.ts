import type { JobTargetErrorCode } from '@weir/run-contract';
import type { JobsErrorCode } from '@weir/jobs';
import type { StoreErrorCode } from '@weir/persistence';
import type { HttpErrorCode } from './http-error.ts';

export type ProblemCode = HttpErrorCode | JobsErrorCode | JobTargetErrorCode | StoreErrorCode;

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** Every code that any layer below may raise, and what HTTP says to it. A new code without a line here does not compile. */
export const problemTable: Record<ProblemCode, ProblemKind> = {
  ROUTE_NOT_FOUND: { status: 404, title: 'No such address' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  NOT_ACCEPTABLE: { status: 406, title: 'Not acceptable' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Headers too large' },
  EXPECTATION_UNSUPPORTED: { status: 417, title: 'Unsupported expectation' },
  PARAMETER_INVALID: { status: 400, title: 'Malformed parameter' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'Malformed idempotency key' },
  BODY_REQUIRED: { status: 400, title: 'Body required' },
  JSON_INVALID: { status: 400, title: 'Not JSON' },
  ENCODING_INVALID: { status: 400, title: 'Not UTF-8' },
  NESTING_TOO_DEEP: { status: 400, title: 'Nested too deep' },
  FORBIDDEN_KEY: { status: 400, title: 'Forbidden key' },
  BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'Unsupported media type' },
  BODY_INVALID: { status: 422, title: 'Invalid body' },
  PRECONDITION_REQUIRED: { status: 428, title: 'If-Match required' },
  CROSS_SITE: { status: 403, title: 'Cross-site request refused' },
  HOST_NOT_ALLOWED: { status: 403, title: 'Called by a foreign name' },
  TOO_MANY_STREAMS: { status: 503, title: 'Too many event streams' },
  REQUEST_INVALID: { status: 400, title: 'Malformed request' },
  INTERNAL: { status: 500, title: 'Internal error' },
  JOB_NOT_FOUND: { status: 404, title: 'No such job' },
  JOB_VERSION_NOT_FOUND: { status: 404, title: 'No such version' },
  RUN_NOT_FOUND: { status: 404, title: 'No such run' },
  CHECKPOINT_NOT_FOUND: { status: 404, title: 'No such checkpoint' },
  SAVEPOINT_NOT_FOUND: { status: 404, title: 'No such savepoint' },
  OPERATION_NOT_FOUND: { status: 404, title: 'No such operation' },
  SNAPSHOT_NOT_FOUND: { status: 409, title: 'No such snapshot' },
  SPEC_INVALID: { status: 422, title: 'Invalid job spec' },
  ACTION_NOT_ALLOWED: { status: 409, title: 'Not allowed now' },
  SNAPSHOT_INCOMPATIBLE: { status: 409, title: 'Snapshot and job do not fit' },
  PARALLELISM_INVALID: { status: 422, title: 'Invalid parallelism' },
  DIRECTORY_NOT_ALLOWED: { status: 422, title: 'Directory not allowed' },
  VERSION_CONFLICT: { status: 412, title: 'Version conflict' },
  SAVEPOINT_PINNED: { status: 409, title: 'Savepoint is pinned' },
  SAVEPOINT_IN_PROGRESS: { status: 409, title: 'Savepoint is in progress' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Idempotency key reused' },
  RUN_NOT_RUNNING: { status: 409, title: 'Run is not running' },
  SNAPSHOT_FAILED: { status: 409, title: 'Snapshot failed' },
  SNAPSHOT_DAMAGED: { status: 409, title: 'Snapshot is damaged' },
  PATH_NOT_ALLOWED: { status: 422, title: 'Path not allowed' },
  NO_CAPACITY: { status: 503, title: 'No capacity' },
  DATABASE_UNAVAILABLE: { status: 503, title: 'Database unavailable' },
  BUSY: { status: 503, title: 'Busy' },
};

/** All of them. */
export const problemCodes = Object.keys(problemTable) as readonly ProblemCode[];

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemTable, code);
}
