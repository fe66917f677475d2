export {
  parseByteSize,
  /** @public By `npm run job`. */
  formatByteSize,
} from './byte-size.ts';
export type { Cancel, Clock, IdSource, Random, Timers } from './clock.ts';
export { isInside } from './is-inside.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { assertNever, invariant, InvariantViolation, messageOf, PlatformError } from './errors.ts';
export type { PlatformErrorOptions } from './errors.ts';
export { parseJobId, parseRunId, trusted, trustedNumber } from './ids.ts';
export type { CheckpointId, Epoch, JobId, OperatorUid, RunId } from './ids.ts';
export { silentLogger } from './logger.ts';
export type { Logger, LogLevel } from './logger.ts';
export { isForeignPage, isLoopbackAuthority, isLoopbackHost } from './loopback.ts';
