export { parseByteSize, formatByteSize } from './byte-size.ts';
export type { Cancel, Clock, IdSource, Random, Timers } from './clock.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { assertNever, invariant, InvariantViolation, messageOf, PlatformError } from './errors.ts';
export type { PlatformErrorOptions } from './errors.ts';
export {
  parseCheckpointId,
  parseEpoch,
  parseJobId,
  parseOperatorUid,
  parseRunId,
  parseSnapshotId,
  trusted,
  trustedNumber,
} from './ids.ts';
export type { CheckpointId, Epoch, JobId, OperatorUid, RunId, SnapshotId } from './ids.ts';
export { silentLogger } from './logger.ts';
export type { Logger, LogLevel } from './logger.ts';
export { isForeignPage, isLoopbackAuthority, isLoopbackHost, type CallingPage } from './loopback.ts';
