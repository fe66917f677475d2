import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';

export const jobsErrorCodes = [
  'JOB_NOT_FOUND',
  'JOB_VERSION_NOT_FOUND',
  'RUN_NOT_FOUND',
  'CHECKPOINT_NOT_FOUND',
  'SAVEPOINT_NOT_FOUND',
  'OPERATION_NOT_FOUND',
  /** No complete snapshot has this id, or its files are gone. */
  'SNAPSHOT_NOT_FOUND',
  /** The spec has errors; `problems` lists them. */
  'SPEC_INVALID',
  /** The job's state does not allow the request now. */
  'ACTION_NOT_ALLOWED',
  /** A restore or start that the job's spec cannot take: other operators, too high a parallelism. */
  'SNAPSHOT_INCOMPATIBLE',
  'PARALLELISM_INVALID',
  /** A savepoint's folder outside every snapshot root. */
  'DIRECTORY_NOT_ALLOWED',
  /** Somebody stored another version meanwhile. */
  'VERSION_CONFLICT',
  'SAVEPOINT_PINNED',
  'SAVEPOINT_IN_PROGRESS',
  /** The same key came with another request. */
  'IDEMPOTENCY_KEY_REUSED',
] as const;
export type JobsErrorCode = (typeof jobsErrorCodes)[number];

/** One thing that is wrong with a request, at a JSON pointer into its body. */
export interface JobsProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A request that cannot be served as it stands. The message is for the caller. */
export class JobsError extends PlatformError<JobsErrorCode> {
  readonly problems: readonly JobsProblem[];

  constructor(
    code: JobsErrorCode,
    message: string,
    options: PlatformErrorOptions & { readonly problems?: readonly JobsProblem[] } = {},
  ) {
    super(code, message, false, options);
    this.problems = options.problems ?? [];
  }
}

export function jobNotFound(jobId: string): JobsError {
  return new JobsError('JOB_NOT_FOUND', `There is no job ${jobId}.`);
}
