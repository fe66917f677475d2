export {
  checkpointKinds,
  checkpointStatuses,
  checkpointTriggers,
  faultlessReasons,
  isFaultless,
} from './checkpoint-record.ts';
export type {
  CheckpointKind,
  CheckpointRecord,
  CheckpointStatus,
  CheckpointTrigger,
  OperatorCheckpointRecord,
  SubtaskCheckpointRecord,
} from './checkpoint-record.ts';
export {
  JobTargetError,
  /** @internal */
  jobTargetErrorCodes,
} from './job-target.ts';
export type { JobTarget, JobTargetErrorCode } from './job-target.ts';
export { chooseLatest } from './choose-latest.ts';
export type { SnapshotCandidate } from './choose-latest.ts';
export { objectionsTo } from './restore-plan.ts';
export type { OperatorRestorePlan, RestorePlan, RestorePlanRequest, RestoreReason } from './restore-plan.ts';
export type { DamagedSnapshot, SnapshotDescription, SnapshotListing } from './snapshot.ts';
export type { OperatorMetrics, OutputRow, RunEnd, RunHandle, RunMetrics } from './run-handle.ts';
export { runStates } from './run-observer.ts';
export type { AttemptFailure, AttemptOrigin, AttemptStarted, RunObserver, RunState } from './run-observer.ts';
export type { EpochSource, RestoreRequest, RunRequest } from './run-request.ts';
