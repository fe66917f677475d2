import { PlatformError } from '@weir/kernel';
import type { JobsProblem } from '@weir/jobs';

export const httpErrorCodes = [
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  /** The Accept header admits nothing that the operation answers. */
  'NOT_ACCEPTABLE',
  'HEADERS_TOO_LARGE',
  'EXPECTATION_UNSUPPORTED',
  /** A path, query or header value is not what the contract says. */
  'PARAMETER_INVALID',
  'IDEMPOTENCY_KEY_INVALID',
  'BODY_REQUIRED',
  'JSON_INVALID',
  'ENCODING_INVALID',
  'NESTING_TOO_DEEP',
  'FORBIDDEN_KEY',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  /** The body is JSON, but not what the contract says. */
  'BODY_INVALID',
  'PRECONDITION_REQUIRED',
  /** A page of another site tried to act in the user's name. */
  'CROSS_SITE',
  /** A page of another site whose name was made to point to this machine. */
  'HOST_NOT_ALLOWED',
  'TOO_MANY_STREAMS',
  'REQUEST_INVALID',
  'INTERNAL',
] as const;
export type HttpErrorCode = (typeof httpErrorCodes)[number];

/** A request that never reaches a use case. */
export class HttpError extends PlatformError<HttpErrorCode> {
  readonly problems: readonly JobsProblem[];

  constructor(code: HttpErrorCode, message: string, problems: readonly JobsProblem[] = []) {
    super(code, message, false);
    this.problems = problems;
  }
}
