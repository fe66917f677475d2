export { createDataSource } from './data-source.ts';
export { migrate } from './migrate.ts';
export { NotificationListener } from './notification-listener.ts';
export { Repositories, Store } from './store.ts';
export { isUnavailable, StoreError } from './store-error.ts';
export type { StoreErrorCode } from './store-error.ts';
export type {
  Checkpoint,
  CheckpointCounts,
  CheckpointDetail,
  CheckpointsSinceCompleted,
  CheckpointSummary,
  Restoration,
  Savepoint,
} from './records/checkpoint.ts';
export { eventTypes } from './records/event.ts';
export type { NewEvent, PlatformEvent } from './records/event.ts';
export type { Job, JobVersion, JobWarning } from './records/job.ts';
export { desiredStates, isEndState, jobStates } from './records/job-state.ts';
export type { DesiredState, JobState } from './records/job-state.ts';
export { operationKinds, operationStatuses } from './records/operation.ts';
export type { Operation, OperationKind, OperationPayload, OperationResult } from './records/operation.ts';
export type { Page, PageRequest, Position } from './records/page.ts';
export type { Attempt, OutputRecord, Owner, RecentFailures, Run, RunException, RunOrigin } from './records/run.ts';
export type { Removal } from './records/removal.ts';
export { workerRoles } from './records/worker.ts';
export type { Worker, WorkerRole } from './records/worker.ts';
export type { CheckpointFilter } from './repositories/checkpoint.repository.ts';
export type { Installation } from './repositories/installation.repository.ts';
export type { JobFilter } from './repositories/job.repository.ts';
export type { OpenRun } from './repositories/run-lease.repository.ts';
export type { PendingRemovals } from './repositories/removal.repository.ts';
export type { OutputQuery } from './repositories/output.repository.ts';
