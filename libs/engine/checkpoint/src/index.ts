export { BarrierAligner } from './alignment/barrier-aligner.ts';
export type { AlignmentDecision, AlignmentTiming, ArrivalTime, BarrierHandler } from './alignment/barrier-handler.ts';
export { BarrierTracker } from './alignment/barrier-tracker.ts';
export type { CompletedCheckpoint } from './completed/completed-checkpoint.ts';
export { recoverCompletedCheckpoints } from './completed/recover-completed-checkpoints.ts';
export { CheckpointCoordinator } from './coordinator/checkpoint-coordinator.ts';
export {
  /** @internal */
  defaultCoordinatorConfig,
} from './coordinator/coordinator-config.ts';
export type { CoordinatorConfig } from './coordinator/coordinator-config.ts';
export type { CoordinatorEffect, PrepareLocation, PublishManifest } from './coordinator/coordinator-effect.ts';
export type {
  AttemptStarted,
  CheckpointRequest,
  CoordinatorEvent,
  OperatorAcknowledgement,
  PublishFailed,
  RestoredSnapshot,
  SubtaskAcknowledged,
} from './coordinator/coordinator-event.ts';
export type { CheckpointDeclineReason, CheckpointFailureReason } from './failure/checkpoint-failure-reason.ts';
export type { JobTopology, SubtaskRef } from './plan/job-topology.ts';
export { createRestartStrategy } from './restart/create-restart-strategy.ts';
export type { RestartStrategy, RestartStrategyConfig } from './restart/restart-strategy.ts';
export { assignState } from './restore/assign-state.ts';
export { planRestore } from './restore/plan-restore.ts';
export type { OperatorStateRestore, RestoreDecision, RestoreTarget, SubtaskRestore } from './restore/restore-plan.ts';
export type { CheckpointCounts } from './statistics/checkpoint-statistics-tracker.ts';
export { FinalCheckpoint } from './stop/final-checkpoint.ts';
export type { FinalCheckpointEffect, FinalCheckpointEvent } from './stop/final-checkpoint.ts';
export { StopWithSavepoint } from './stop/stop-with-savepoint.ts';
export type { StopEffect, StopEvent, StopRequest } from './stop/stop-with-savepoint.ts';
export { SubtaskCheckpoints } from './task/subtask-checkpoints.ts';
