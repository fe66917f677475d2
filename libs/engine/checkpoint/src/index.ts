export { BarrierAligner } from './alignment/barrier-aligner.ts';
export type {
  AlignmentDecision,
  AlignmentTiming,
  ArrivalTime,
  BarrierHandler,
  BarrierHandlerOptions,
} from './alignment/barrier-handler.ts';
export { BarrierTracker, trackedCheckpointsMax } from './alignment/barrier-tracker.ts';
export type { CompletedCheckpoint } from './completed/completed-checkpoint.ts';
export { CompletedCheckpointStore } from './completed/completed-checkpoint-store.ts';
export {
  CheckpointRecoveryError,
  checkpointRecoveryErrorCodes,
  recoverCompletedCheckpoints,
} from './completed/recover-completed-checkpoints.ts';
export type { CheckpointRecoveryErrorCode } from './completed/recover-completed-checkpoints.ts';
export { SharedFileRegistry } from './completed/shared-file-registry.ts';
export type { SharedFile } from './completed/shared-file-registry.ts';
export { subsumable } from './completed/subsume.ts';
export { CheckpointCoordinator } from './coordinator/checkpoint-coordinator.ts';
export type { CheckpointCoordinatorOptions } from './coordinator/checkpoint-coordinator.ts';
export { defaultCoordinatorConfig, queuedRequestsMax } from './coordinator/coordinator-config.ts';
export type { CoordinatorConfig, CoordinatorIdentity } from './coordinator/coordinator-config.ts';
export type {
  CoordinatorEffect,
  PrepareLocation,
  PublishManifest,
  RejectRequest,
  ResolveRequest,
  TriggerTasks,
} from './coordinator/coordinator-effect.ts';
export type {
  AttemptStarted,
  CheckpointRequest,
  CoordinatorEvent,
  CoordinatorFacts,
  MessageOrigin,
  OperatorAcknowledgement,
  PublishFailed,
  RequestReceived,
  RestoredSnapshot,
  SubtaskAcknowledged,
  SubtaskDeclined,
} from './coordinator/coordinator-event.ts';
export { checkpointFailureReasons } from './failure/checkpoint-failure-reason.ts';
export type {
  CheckpointDeclineReason,
  CheckpointFailureAttributes,
  CheckpointFailureReason,
} from './failure/checkpoint-failure-reason.ts';
export { planCheckpoint } from './plan/checkpoint-plan.ts';
export type { CheckpointPlan } from './plan/checkpoint-plan.ts';
export { subtaskKey, subtasksOf, upstreamSubtasks } from './plan/job-topology.ts';
export type {
  JobTopology,
  SubtaskRef,
  TaskState,
  TopologyEdge,
  TopologyOperator,
  TopologyVertex,
} from './plan/job-topology.ts';
export { createRestartStrategy } from './restart/create-restart-strategy.ts';
export type {
  FailureFacts,
  RestartDecision,
  RestartStrategy,
  RestartStrategyConfig,
} from './restart/restart-strategy.ts';
export { assignState } from './restore/assign-state.ts';
export { objectionsTo, planRestore } from './restore/plan-restore.ts';
export type {
  OperatorStatePart,
  OperatorStateRestore,
  RestoreDecision,
  RestoreTarget,
  SubtaskRestore,
} from './restore/restore-plan.ts';
export type {
  CheckpointRetentionPolicy,
  FinalJobState,
  SnapshotFate,
} from './retention/checkpoint-retention-policy.ts';
export { isDiscarded } from './retention/is-discarded.ts';
export type { CheckpointCounts } from './statistics/checkpoint-counts.ts';
export { StopWithSavepoint } from './stop/stop-with-savepoint.ts';
export type { StopEffect, StopEvent, StopRequest } from './stop/stop-with-savepoint.ts';
export { SubtaskCheckpoints } from './task/subtask-checkpoints.ts';
export type {
  AbortDecision,
  AsyncOutcome,
  SnapshotDecision,
  SubtaskCheckpointsOptions,
  TaskPhase,
} from './task/subtask-checkpoints.ts';
