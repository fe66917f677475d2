export { checkpointKinds, checkpointStatuses, checkpointTriggers } from './checkpoint-record.ts';
export type {
  ChannelBarrierRecord,
  CheckpointKind,
  CheckpointRecord,
  CheckpointStatus,
  CheckpointTrigger,
  OperatorCheckpointRecord,
  SubtaskCheckpointRecord,
} from './checkpoint-record.ts';
export { JobTargetError, jobTargetErrorCodes } from './job-target.ts';
export type {
  DamagedSnapshot,
  JobTarget,
  JobTargetErrorCode,
  SnapshotDescription,
  SnapshotListing,
} from './job-target.ts';
export type { OperatorMetrics, OutputRow, RunEnd, RunHandle, RunMetrics } from './run-handle.ts';
export { runStates } from './run-observer.ts';
export type { AttemptFailure, AttemptStarted, RunObserver, RunState } from './run-observer.ts';
export type { EpochSource, RestoreRequest, RunRequest } from './run-request.ts';
